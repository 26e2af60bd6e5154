import type { Decoder } from '../decoder.ts';
import { amqp } from './amqp.ts';
import { centrifugo } from './centrifugo.ts';
import { colyseus } from './colyseus.ts';
import { engineIo } from './engine-io.ts';
import { jupyter } from './jupyter.ts';
import { mqtt } from './mqtt.ts';
import { nats } from './nats.ts';
import { phoenixBinary } from './phoenix-binary.ts';
import { rfb } from './rfb.ts';
import { signalr } from './signalr.ts';
import { sockJs } from './sock-js.ts';
import { socketIo } from './socket-io.ts';
import { stomp } from './stomp.ts';
import { xmpp } from './xmpp.ts';
import { yjs } from './yjs.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const byteProtocols: readonly Decoder[] = [
  engineIo,
  socketIo,
  sockJs,
  signalr,
  stomp,
  mqtt,
  nats,
  phoenixBinary,
  jupyter,
  amqp,
  rfb,
  centrifugo,
  colyseus,
  xmpp,
  yjs,
];
