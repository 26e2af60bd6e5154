import { button, element } from './element.ts';
import { createLog } from './log.ts';
import type { Act, Scenario } from './scenario.ts';

export interface Card {
  readonly root: HTMLElement;
  readonly act: Act;
}

export function createCard({ title, note, prepare }: Scenario): Card {
  const log = createLog(title);
  const act = prepare(log);
  const root = element('section', { className: 'card', ariaLabel: title }, [
    element('div', { className: 'title' }, [element('h2', {}, [title]), log.state]),
    element('p', { className: 'note' }, [note]),
    element(
      'div',
      { className: 'actions' },
      act.actions.map(({ label, run }) => button(label, run)),
    ),
    ...(act.content ? [act.content] : []),
    log.list,
  ]);
  return { root, act };
}
