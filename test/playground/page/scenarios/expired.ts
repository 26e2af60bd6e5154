import { liveSocket } from '../live-socket.ts';
import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

export const expired: Scenario = {
  title: 'Session expired',
  note: 'The server answers the first message by closing with 4001.',
  prepare(log) {
    const socket = liveSocket('/close-4001', log);
    const repeater = createRepeater();
    const sendExpired = () => socket.send('renew my session');
    const stop = () => {
      repeater.stop();
      socket.close();
    };
    return {
      actions: [
        { label: 'Open a session', run: socket.open },
        { label: 'Send and be closed', run: sendExpired },
      ],
      play: () => repeater.start(20_000, sendExpired),
      stop,
    };
  },
};
