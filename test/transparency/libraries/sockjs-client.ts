import SockJS from 'sockjs-client/dist/sockjs.js';
import { reportLibrary } from './report.ts';

// Its own limit is as short as the handshake is expected to take, too short for a busy machine.
const options = { transports: ['websocket'], timeout: 20_000 };

void reportLibrary(async ({ libraries }, log) => {
  const open = (path: string) => {
    const socket = new SockJS(`http://${libraries}${path}`, null, options);
    socket.onopen = (event) => {
      log('onopen', event, socket.transport, socket.protocol, socket.readyState);
    };
    socket.onmessage = (event) => log('onmessage', event);
    socket.onclose = (event) => log('onclose', event, socket.readyState);
    return socket;
  };
  const next = (socket: SockJS, type: string) =>
    new Promise((done) => {
      socket.addEventListener(type, function listen(event) {
        socket.removeEventListener(type, listen);
        done(event);
      });
    });

  const socket = open('/sockjs');
  log('connecting', socket.readyState, socket.url);
  await next(socket, 'open');
  for (const text of ['one', 'ünïcödé 🧦 \u0000\ufffe', 'x'.repeat(100_000)]) {
    const echoed = next(socket, 'message');
    socket.send(text);
    await echoed;
  }
  const closed = next(socket, 'close');
  socket.close(3500, 'done');
  log('closing', socket.readyState);
  await closed;

  const dismissed = open('/sockjs');
  await next(dismissed, 'open');
  const end = next(dismissed, 'close');
  dismissed.send('close 4321 session expired');
  await end;

  log('without the library');
  const raw = new WebSocket(`ws://${libraries}/sockjs/websocket`);
  await new Promise((done) => {
    raw.onopen = () => raw.send('raw');
    raw.onmessage = (event) => {
      log('raw', event);
      raw.close();
    };
    raw.onclose = (event) => done(log('raw', event));
  });
});
