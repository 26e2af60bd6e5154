import { liveSocket } from '../live-socket.ts';
import type { Scenario } from '../scenario.ts';

export const ticker: Scenario = {
  title: 'Ticker',
  note: 'The server sends a JSON quote twice a second.',
  prepare(log) {
    const socket = liveSocket('/ticker', log);
    return {
      actions: [
        { label: 'Start ticker', run: socket.open },
        { label: 'Stop ticker', run: socket.close },
      ],
      play: socket.open,
      stop: socket.close,
    };
  },
};
