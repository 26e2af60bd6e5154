import { liveSocket } from '../live-socket.ts';
import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

export const echo: Scenario = {
  title: 'Echo',
  note: 'Text and bytes come back as they were sent.',
  prepare(log) {
    const socket = liveSocket('/echo', log, ['echo.v1']);
    const repeater = createRepeater();
    let sequence = 0;

    const sendText = () => socket.send(`Hello, number ${++sequence}`);
    const sendJson = () => socket.send(JSON.stringify({ type: 'greeting', sequence: ++sequence }));
    const sendBytes = () => socket.send(crypto.getRandomValues(new Uint8Array(24)));
    const kinds = [sendText, sendJson, sendBytes];
    const stop = () => {
      repeater.stop();
      socket.close();
    };
    return {
      actions: [
        { label: 'Open echo', run: socket.open },
        { label: 'Send text', run: sendText },
        { label: 'Send JSON', run: sendJson },
        { label: 'Send bytes', run: sendBytes },
        { label: 'Close echo', run: stop },
      ],
      play: () => repeater.start(2000, (turn) => kinds[turn % kinds.length]?.()),
      stop,
    };
  },
};
