import type { WebSocketServer } from 'ws';
import { queryNumber } from '../query-number.ts';

const symbols = ['ACME', 'GLOBEX', 'INITECH', 'UMBRELLA'];

/** Sends a quote every `?intervalMs=500`. After `?count=` of them closes with 1000 "done". */
export function serveTicker(server: WebSocketServer): void {
  server.on('connection', (socket, request) => {
    const intervalMs = queryNumber(request, 'intervalMs', { fallback: 500, min: 1, max: 60_000 });
    const count = queryNumber(request, 'count', { fallback: Infinity, min: 1, max: Infinity });
    let sequence = 0;

    const timer = setInterval(() => {
      socket.send(JSON.stringify(quoteAt(sequence)));
      sequence += 1;
      if (sequence < count) return;
      clearInterval(timer);
      socket.close(1000, 'done');
    }, intervalMs);
    socket.once('close', () => clearInterval(timer));
  });
}

/** Prices are a function of the sequence, so that two runs send the same bytes. */
function quoteAt(sequence: number) {
  const symbol = symbols[sequence % symbols.length];
  const price = 100 + 10 * Math.sin(sequence / 7);
  return { type: 'quote', symbol, price: Number(price.toFixed(2)), sequence };
}
