import { element } from '../element.ts';
import type { Scenario } from '../scenario.ts';

export const frame: Scenario = {
  title: 'Frame',
  note: 'A frame of another origin opens a socket of its own.',
  prepare(log) {
    const origin = document.body.getAttribute('data-other-origin') ?? '';
    const content = element('div', { className: 'frame' });

    function load(): void {
      const made = element('iframe', { title: 'Frame of another origin', src: `${origin}/frame` });
      content.replaceChildren(made);
      log.show('open', 'Loaded');
      log.note(`loaded ${made.src}`);
    }
    function stop(): void {
      if (!content.firstChild) return;
      content.replaceChildren();
      log.show('ended', 'Removed');
    }
    log.show('idle', 'Not loaded');
    return {
      actions: [
        { label: 'Load frame', run: load },
        { label: 'Remove frame', run: stop },
      ],
      content,
      play: load,
      stop,
    };
  },
};
