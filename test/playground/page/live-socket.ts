import type { Log } from './log.ts';

/** A socket that can be opened again and again, and tells the log all that happens to it. */
export interface LiveSocket {
  open(): void;
  /** Opens the socket first when there is none. */
  send(payload: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export function liveSocket(path: string, log: Log, protocols: string[] = []): LiveSocket {
  let socket: WebSocket | undefined;

  function open(): WebSocket {
    if (socket && socket.readyState <= WebSocket.OPEN) return socket;
    log.show('busy', 'Connecting');
    socket = new WebSocket(`ws://${location.host}${path}`, protocols);
    socket.binaryType = 'arraybuffer';
    logSocket(socket, log);
    return socket;
  }

  return {
    open,
    send(payload) {
      const target = open();
      const send = () => {
        target.send(payload);
        log.sent(payload);
      };
      if (target.readyState === WebSocket.OPEN) send();
      else target.addEventListener('open', send, { once: true });
    },
    close() {
      socket?.close(1000, 'done');
    },
  };
}

function logSocket(socket: WebSocket, log: Log): void {
  socket.addEventListener('open', () => {
    log.show('open', socket.protocol ? `Open, ${socket.protocol}` : 'Open');
    log.note('opened');
  });
  socket.addEventListener('message', (event) => log.received(event.data));
  socket.addEventListener('close', (event) => {
    const why = `${event.code} ${event.reason}`.trimEnd();
    log.show(event.code === 1000 ? 'ended' : 'failed', `Closed, ${why}`);
    log.note(`closed with ${why}`);
  });
}
