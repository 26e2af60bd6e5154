import type { Scenario } from '../scenario.ts';
import { actionCable } from './action-cable.ts';
import { amqp } from './amqp.ts';
import { appsync } from './appsync.ts';
import { centrifugoJson, centrifugoProtobuf } from './centrifugo.ts';
import { colyseus } from './colyseus.ts';
import { ddp } from './ddp.ts';
import { graphqlTransportWs } from './graphql.ts';
import { jsonRpc } from './json-rpc.ts';
import { jupyter } from './jupyter.ts';
import { mqtt5Mosquitto, mqttAedes, mqttMosquitto, mqttRabbitmq } from './mqtt.ts';
import { nats } from './nats.ts';
import { nostr } from './nostr.ts';
import { phoenix } from './phoenix.ts';
import { pusher } from './pusher.ts';
import { signalrJson } from './signalr.ts';
import { signalrMessagepack } from './signalr-messagepack.ts';
import { socketIoV4 } from './socket-io.ts';
import { socketIoV2 } from './socket-io-v2.ts';
import { sockjs } from './sockjs.ts';
import { stompRabbitmq } from './stomp.ts';
import { stompInSockjs } from './stomp-in-sockjs.ts';
import { subscriptionsTransportWs } from './subscriptions-transport-ws.ts';
import { viteHmr } from './vite-hmr.ts';
import { vnc } from './vnc.ts';
import { wamp } from './wamp.ts';
import { webpackDevServer } from './webpack-dev-server.ts';
import { xmpp } from './xmpp.ts';
import { yjs } from './yjs.ts';

export const scenarios: readonly Scenario[] = [
  socketIoV4,
  socketIoV2,
  graphqlTransportWs,
  subscriptionsTransportWs,
  mqttAedes,
  mqttMosquitto,
  mqtt5Mosquitto,
  mqttRabbitmq,
  stompRabbitmq,
  sockjs,
  stompInSockjs,
  phoenix,
  yjs,
  amqp,
  signalrJson,
  signalrMessagepack,
  nats,
  vnc,
  xmpp,
  jsonRpc,
  jupyter,
  actionCable,
  centrifugoJson,
  centrifugoProtobuf,
  wamp,
  nostr,
  pusher,
  appsync,
  ddp,
  colyseus,
  viteHmr,
  webpackDevServer,
];
