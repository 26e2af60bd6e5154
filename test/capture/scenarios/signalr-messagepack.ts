import { createServer } from 'node:http';
import {
  HttpTransportType,
  HubConnectionBuilder,
  type HubMessage,
  LogLevel,
  MessageType,
  NullLogger,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** The handshake as text, then calls with and without an answer, one that fails, and one from the server. */
export const signalrMessagepack: Scenario = {
  name: 'signalr-messagepack',
  client: () => `${client()} and ${packageVersion('@microsoft/signalr')}`,
  server: () => `ours, made of ${client()}: ASP.NET Core is not in the registries`,
  run,
};

const client = () => packageVersion('@microsoft/signalr-protocol-msgpack');

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', serve);
  const origin = await stage.proxy(await listen(stage, http));
  const connection = new HubConnectionBuilder()
    .withUrl(`${origin}/hub`, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .withHubProtocol(new MessagePackHubProtocol())
    .configureLogging(LogLevel.None)
    .build();
  const said = new Promise((isSaid) => connection.on('said', isSaid));
  await connection.start();
  await connection.invoke('Echo', {
    id: 9007199254740991,
    tags: ['a', 'ü'],
    raw: Uint8Array.of(1, 2),
  });
  await connection.send('Say', 'Grüße', null, -1.5);
  await said;
  await connection.invoke('Fail').catch(() => 'that is the wanted error');
  await connection.stop();
}

function serve(socket: WebSocket): void {
  const protocol = new MessagePackHubProtocol();
  const send = (message: HubMessage) => socket.send(protocol.writeMessage(message));
  socket.on('message', (data: Buffer, isBinary) => {
    // What is text is the handshake, which is accepted.
    if (!isBinary) {
      socket.send('{}\u001e');
      send({ type: MessageType.Ping });
      return;
    }
    const bytes = Uint8Array.from(data).buffer;
    for (const message of protocol.parseMessages(bytes, NullLogger.instance)) {
      if (message.type !== MessageType.Invocation) continue;
      const { target, invocationId, arguments: values } = message;
      if (target === 'Say') {
        const type = MessageType.Invocation;
        send({ type, target: 'said', arguments: values, headers: {}, streamIds: [] });
      }
      if (invocationId === undefined) continue;
      const outcome = target === 'Fail' ? { error: 'as asked' } : { result: values[0] };
      send({ type: MessageType.Completion, headers: {}, invocationId, ...outcome });
    }
  });
}
