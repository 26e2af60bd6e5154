import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import rhea, { type ConnectionOptions } from 'rhea';

import { WebSocket, WebSocketServer } from 'ws';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** SASL, a link each way, deliveries that are accepted, and the closing handshakes. */
export const amqp: Scenario = {
  name: 'amqp-1.0',
  client: () => packageVersion('rhea'),
  server: () => packageVersion('rhea'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const server = rhea.create_container({ id: 'server' });
  server.sasl_server_mechanisms.enable_anonymous();
  server.on('message', ({ message, connection }) => {
    connection.open_sender('answers').send({ correlation_id: message.message_id, body: 'done' });
  });
  // rhea's types are of TCP; its functions for WebSockets give and take what these casts say.
  new WebSocketServer({ server: http, handleProtocols: () => 'amqp' }).on('connection', (socket) =>
    server.websocket_accept(socket as unknown as Socket, {}),
  );
  const origin = await stage.proxy(await listen(stage, http));

  const container = rhea.create_container({ id: 'client' });
  const socketTo = container.websocket_connect(WebSocket);
  const connection = container.connect({
    connection_details: socketTo(
      origin.replace('http', 'ws'),
      ['amqp'],
      {},
    ) as unknown as NonNullable<ConnectionOptions['connection_details']>,
    // Asked for by the types alone: the details say where to.
    port: 0,
    username: 'anonymous',
    reconnect: false,
  });
  const sender = connection.open_sender('jobs');
  await happens(sender, 'sendable');
  const answered = happens(container, 'message');
  const accepted = happens(sender, 'accepted');
  sender.send({
    message_id: 'job-1',
    subject: 'resize',
    application_properties: { width: 640, urgent: true },
    body: { file: 'a.png', steps: [1, 2, 3] },
  });
  await Promise.all([answered, accepted]);
  sender.close();
  await happens(connection, 'sender_close');
  connection.close();
  await happens(connection, 'connection_close');
}
