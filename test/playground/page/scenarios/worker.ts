import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

export const worker: Scenario = {
  title: 'Worker',
  note: 'A dedicated worker opens a socket of its own.',
  prepare(log) {
    const repeater = createRepeater();
    let running: Worker | undefined;
    let sequence = 0;

    function start(): Worker {
      if (running) return running;
      running = new Worker('/worker.js', { type: 'module' });
      running.addEventListener('message', (event) => {
        log.show('open', 'Open');
        log.received(event.data);
      });
      log.show('busy', 'Starting');
      return running;
    }
    function send(): void {
      const text = `from worker, number ${++sequence}`;
      start().postMessage(text);
      log.sent(text);
    }
    function stop(): void {
      repeater.stop();
      if (!running) return;
      running.terminate();
      running = undefined;
      log.show('ended', 'Terminated');
    }
    log.show('idle', 'Not started');
    return {
      actions: [
        { label: 'Start worker', run: start },
        { label: 'Send from the worker', run: send },
        { label: 'Stop worker', run: stop },
      ],
      play: () => repeater.start(5000, send),
      stop,
    };
  },
};
