import { Aedes } from 'aedes';
import { createWebSocketStream, type WebSocketServer } from 'ws';

/** An MQTT broker. Returns what closes it. */
export async function serveMqtt(server: WebSocketServer): Promise<() => Promise<void>> {
  const broker = await Aedes.createBroker();
  server.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket);
    // A client that breaks off is the broker's to notice.
    stream.on('error', () => stream.destroy());
    broker.handle(stream, request);
  });
  return () => new Promise((closed) => broker.close(closed));
}
