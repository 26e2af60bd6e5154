import ReconnectingWebSocket, { type Options } from 'reconnecting-websocket';
import { type Log, reportLibrary } from './report.ts';

const options: Options = {
  minReconnectionDelay: 10,
  maxReconnectionDelay: 20,
  // So that slow machines do not count as connections that failed or that stood.
  connectionTimeout: 30_000,
  minUptime: 60_000,
};

/** A class of the page's own, as those pass who want to see more. */
function watchedBy(log: Log): typeof WebSocket {
  return class Watched extends WebSocket {
    override send(payload: Parameters<WebSocket['send']>[0]) {
      log('its class sends', payload);
      super.send(payload);
    }
    override close(code?: number, reason?: string) {
      log('its class closes', code, reason);
      super.close(code, reason);
    }
  };
}

function logEvents(socket: ReconnectingWebSocket, log: Log): void {
  socket.onopen = (event) => log('onopen', event, socket.protocol, socket.extensions, socket.url);
  socket.onmessage = (event) => log('onmessage', event);
  socket.onerror = (event) => log('onerror', event, event.message, socket.retryCount);
  socket.onclose = (event) => log('onclose', event, socket.readyState, socket.retryCount);
}

/** The next event; its own listener comes after the handlers that log. */
function next(socket: ReconnectingWebSocket, type: 'open' | 'close' | 'message'): Promise<void> {
  return new Promise((done) => {
    const listen = () => {
      socket.removeEventListener(type, listen);
      done();
    };
    socket.addEventListener(type, listen);
  });
}

async function talk(socket: ReconnectingWebSocket, log: Log): Promise<void> {
  logEvents(socket, log);
  socket.binaryType = 'arraybuffer';
  socket.send('before it is open');
  log('enqueued', socket.bufferedAmount, socket.readyState);
  await next(socket, 'message');
  for (const payload of [
    'ünïcödé 🧦',
    Uint8Array.of(1, 2, 255),
    new Uint8Array(300_000).fill(7).buffer,
    new Blob(['a blob']),
  ]) {
    const echoed = next(socket, 'message');
    socket.send(payload);
    log('sent', payload, socket.readyState);
    await echoed;
  }
  socket.binaryType = 'blob';
  const echoed = next(socket, 'message');
  socket.send(Uint8Array.of(3, 4));
  await echoed;

  log('again');
  const opened = next(socket, 'open');
  socket.reconnect(4002, 'again');
  await opened;

  log('the server closes, and the next handshake fails');
  const closed = next(socket, 'close');
  socket.send('please');
  await closed;
  await next(socket, 'open');

  const gone = next(socket, 'close');
  socket.close(4003, 'done');
  log('closing', socket.readyState);
  await gone;
  log('closed', socket.readyState, socket.url);
}

void reportLibrary(async ({ playground, libraries }, log) => {
  for (const [name, of] of Object.entries({ global: WebSocket, watched: watchedBy(log) })) {
    log(name);
    const paths = ['/echo', '/close-4001', '/fail', '/echo'];
    const nextUrl = () => `ws://${playground}${paths.shift()}`;
    await talk(new ReconnectingWebSocket(nextUrl, ['echo.v1'], { ...options, WebSocket: of }), log);
  }

  log('a server that does not answer');
  const socket = new ReconnectingWebSocket(`ws://${libraries}/hang`, [], {
    connectionTimeout: 50,
    maxRetries: 0,
  });
  logEvents(socket, log);
  await next(socket, 'close');
});
