import type { Protocol } from '../protocol.ts';
import { ably } from './ably.ts';
import { actionCable } from './action-cable.ts';
import { appSyncEvents } from './appsync-events.ts';
import { centrifugo } from './centrifugo.ts';
import { ddp } from './ddp.ts';
import { discord } from './discord.ts';
import { graphqlTransportWs } from './graphql-transport-ws.ts';
import { graphqlWs } from './graphql-ws.ts';
import { jsonRpc } from './json-rpc.ts';
import { jupyter } from './jupyter.ts';
import { nostr } from './nostr.ts';
import { phoenix } from './phoenix.ts';
import { pusher } from './pusher.ts';
import { slack } from './slack.ts';
import { viteHmr } from './vite-hmr.ts';
import { wamp } from './wamp.ts';
import { webpackDevServer } from './webpack-dev-server.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const valueProtocols: readonly Protocol[] = [
  jsonRpc,
  graphqlTransportWs,
  graphqlWs,
  appSyncEvents,
  phoenix,
  actionCable,
  pusher,
  ably,
  centrifugo,
  nostr,
  ddp,
  discord,
  slack,
  jupyter,
  wamp,
  viteHmr,
  webpackDevServer,
];
