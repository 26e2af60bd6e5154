import { setImmediate } from 'node:timers/promises';
import { WebSocket, type WebSocketServer } from 'ws';
import { queryNumber } from '../query-number.ts';

interface Flood {
  readonly count: number;
  readonly size: number;
}

const maxBufferedBytes = 256 * 1024;
// The other sockets of the server get their turn after so many messages.
const messagesPerTurn = 256;

/**
 * At the text "go" sends `?count=20000` texts of `?size=64` bytes as fast as the client takes them,
 * then `{"flood":"done","count":N}`. A second "go" in the middle of a flood is ignored.
 */
export function serveFlood(server: WebSocketServer): void {
  server.on('connection', (socket, request) => {
    const flood: Flood = {
      count: queryNumber(request, 'count', { fallback: 20_000, min: 0, max: 10_000_000 }),
      size: queryNumber(request, 'size', { fallback: 64, min: 0, max: 1024 * 1024 }),
    };
    let isFlooding = false;
    socket.on('message', async (payload, isBinary) => {
      if (isFlooding || isBinary || String(payload) !== 'go') return;
      isFlooding = true;
      await pour(socket, flood);
      isFlooding = false;
    });
  });
}

async function pour(socket: WebSocket, { count, size }: Flood): Promise<void> {
  for (let sequence = 0; sequence < count; sequence += 1) {
    if (socket.readyState !== WebSocket.OPEN) return;
    const text = floodText(sequence, size);
    if (socket.bufferedAmount > maxBufferedBytes) await sendAndDrain(socket, text);
    else socket.send(text);
    if (sequence % messagesPerTurn === messagesPerTurn - 1) await setImmediate();
  }
  socket.send(JSON.stringify({ flood: 'done', count }));
}

/** Exactly `size` bytes of JSON, or the few more that the sequence alone takes. */
function floodText(sequence: number, size: number): string {
  const head = `{"sequence":${sequence},"padding":"`;
  return `${head}${'.'.repeat(Math.max(0, size - head.length - 2))}"}`;
}

// The callback comes with an error, too, when the socket closes before the text is written.
function sendAndDrain(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => socket.send(text, () => resolve()));
}
