import { once } from 'node:events';
import { createServer } from 'node:http';
import { Centrifuge } from 'centrifuge';
import { Centrifuge as ProtobufCentrifuge } from 'centrifuge/build/protobuf';
import { WebSocket, WebSocketServer } from 'ws';
import {
  type CentrifugoCodec,
  type CentrifugoCommand,
  serveCentrifugo,
} from '../centrifugo-server.ts';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

const client = () => packageVersion('centrifuge');
const why =
  'Centrifugo is not in the registries, and the library that Debian has of it speaks the protocol before 2022';

/** Commands one by one and several in a message, pushes, errors, what is sent without an answer, pings of the server. */
export const centrifugoJson: Scenario = {
  name: 'centrifugo-json',
  client,
  server: () => `ours, by "Client protocol": ${why}`,
  run: (stage) => talk(stage, Centrifuge, jsonCodec),
};

/** The same in Protobuf, where payloads of the application are bytes. */
export const centrifugoProtobuf: Scenario = {
  name: 'centrifugo-protobuf',
  client,
  server: () => `ours, by "Client protocol", with the client's codec: ${why}`,
  run: (stage) => talk(stage, ProtobufCentrifuge, protobufCodec()),
};

const jsonCodec: CentrifugoCodec = {
  encode: (replies) => replies.map((reply) => JSON.stringify(reply)).join('\n'),
  decode: (message) =>
    message
      .toString('utf8')
      .split('\n')
      .map((line) => JSON.parse(line)),
  payload: (value) => value,
};

/** What the client has to itself, and tests of it use. */
interface OwnCodec {
  encodeReplies(replies: readonly object[]): Uint8Array;
  decodeCommands(message: Buffer): readonly CentrifugoCommand[];
}

function protobufCodec(): CentrifugoCodec {
  // The cast: the package shows in its source that each client has such a codec.
  const { _codec: codec } = new ProtobufCentrifuge('ws://localhost') as unknown as {
    readonly _codec: OwnCodec;
  };
  return {
    encode: (replies) => codec.encodeReplies(replies),
    decode: (message) => codec.decodeCommands(message),
    payload: (value) => new TextEncoder().encode(JSON.stringify(value)),
  };
}

async function talk(
  stage: Stage,
  Client: typeof Centrifuge | typeof ProtobufCentrifuge,
  codec: CentrifugoCodec,
): Promise<void> {
  const http = createServer();
  const acceptor = new WebSocketServer({
    server: http,
    path: '/connection/websocket',
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  acceptor.on('connection', (socket) => serveCentrifugo(socket, codec));
  const origin = await stage.proxy(await listen(stage, http));

  const client = new Client(`${origin.replace('http', 'ws')}/connection/websocket`, {
    websocket: WebSocket,
    token: 'secret',
    name: 'capture',
  });
  const opened = once(acceptor, 'connection');
  client.connect();
  await client.ready();
  const [served] = (await opened) as [WebSocket];
  const pong = () => new Promise((heard) => served.once('message', heard));

  const chat = client.newSubscription('chat', { joinLeave: true });
  chat.subscribe();
  await chat.ready();
  await chat.publish(codec.payload({ text: 'Grüße' }));
  client.startBatching();
  const asked = [chat.presence(), chat.presenceStats(), chat.history({ limit: 10 })];
  client.stopBatching();
  await Promise.all(asked);
  await client.rpc('echo', codec.payload([1, 2.5, null]));
  await client.rpc('nothing', codec.payload({})).catch(() => 'that is the wanted error');
  const heard = happens(client, 'message');
  await client.send(codec.payload('seen'));
  await heard;
  const closed = client.newSubscription('closed');
  const refused = happens(closed, 'unsubscribed');
  closed.subscribe();
  await refused;
  await pong();
  const gone = pong();
  chat.unsubscribe();
  await gone;
  client.disconnect();
}
