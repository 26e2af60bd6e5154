import { liveSocket } from '../live-socket.ts';
import type { Scenario } from '../scenario.ts';

export const refused: Scenario = {
  title: 'Refused',
  note: 'The handshake is answered with 403, so the socket fails to open.',
  prepare(log) {
    const socket = liveSocket('/fail', log);
    return {
      actions: [{ label: 'Open a refused socket', run: socket.open }],
      // Once: the browser puts each failure on the console.
      play: socket.open,
      stop: socket.close,
    };
  },
};
