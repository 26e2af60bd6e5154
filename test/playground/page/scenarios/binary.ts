import { encode } from '@msgpack/msgpack';
import { liveSocket } from '../live-socket.ts';
import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

export const binary: Scenario = {
  title: 'Binary',
  note: 'All 256 byte values, a PNG and MessagePack on opening; then MessagePack echoes.',
  prepare(log) {
    const socket = liveSocket('/binary', log);
    const repeater = createRepeater();
    let sequence = 0;

    const sendPacked = () => socket.send(encode({ type: 'move', sequence: ++sequence, x: 0.5 }));
    const stop = () => {
      repeater.stop();
      socket.close();
    };
    return {
      actions: [
        { label: 'Open binary', run: socket.open },
        { label: 'Send MessagePack', run: sendPacked },
        { label: 'Close binary', run: stop },
      ],
      play: () => repeater.start(4000, sendPacked),
      stop,
    };
  },
};
