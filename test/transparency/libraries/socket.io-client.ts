import { io } from 'socket.io-client';
import { reportLibrary } from './report.ts';

void reportLibrary(
  ({ playground }, log) =>
    new Promise<void>((done) => {
      const socket = io(`http://${playground}`, {
        transports: ['websocket'],
        reconnectionDelay: 10,
      });
      const withoutTime = ({ text, from, room }: Record<string, unknown>) => ({ text, from, room });
      let connections = 0;
      socket.on('connect', () => {
        // The id is random.
        log('connect', typeof socket.id, socket.recovered);
        if (++connections === 2) socket.disconnect();
        else void start();
      });
      socket.on('said', (value) => log('said', withoutTime(value)));
      socket.on('joined', (value) => log('joined', value));
      socket.on('bytes', (value: ArrayBuffer) => log('bytes', value));
      socket.on('disconnect', (reason) => {
        log('disconnect', reason);
        if (connections === 2) done();
      });
      // One after the other: the server joins in its own time, and says to those who have joined.
      const start = async () => {
        log('answer', await socket.emitWithAck('join', 'transparency', 'Ada'));
        await socket.emitWithAck('say', 'ünïcödé 🧦');
        log('answer', await socket.emitWithAck('bytes', Uint8Array.of(1, 2, 255)));
        // The transport breaks, and the library connects again.
        socket.io.engine.close();
        socket.connect();
      };
    }),
);
