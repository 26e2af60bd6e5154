import { liveSocket } from '../live-socket.ts';
import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

const lines = ['Is anyone here?', 'Good morning!', 'Tea or coffee?', 'Tea, please. ☕'];

export const chat: Scenario = {
  title: 'Chat',
  note: 'JSON in a room, with JSON in a string inside it.',
  prepare(log) {
    const socket = liveSocket('/chat', log);
    const repeater = createRepeater();
    let said = 0;
    let hasJoined = false;

    function join(): void {
      socket.send(JSON.stringify({ type: 'join', room: 'lobby', name: 'Ada' }));
      hasJoined = true;
    }
    function say(): void {
      if (!hasJoined) join();
      socket.send(JSON.stringify({ type: 'say', text: lines[said % lines.length] }));
      said += 1;
    }
    function stop(): void {
      repeater.stop();
      socket.close();
      hasJoined = false;
    }
    return {
      actions: [
        { label: 'Join chat', run: join },
        { label: 'Say something', run: say },
        { label: 'Leave chat', run: stop },
      ],
      play: () => repeater.start(3000, say),
      stop,
    };
  },
};
