import { element } from './element.ts';

export type Payload = string | ArrayBuffer | Uint8Array<ArrayBuffer>;
type Mood = 'idle' | 'busy' | 'open' | 'ended' | 'failed';

/** What a card shows of its socket: its state and its latest messages. */
export interface Log {
  readonly state: HTMLElement;
  readonly list: HTMLElement;
  sent(payload: Payload): void;
  received(payload: Payload): void;
  note(text: string): void;
  show(mood: Mood, text: string): void;
}

const maxLines = 40;
const marks = { sent: '↑', received: '↓', note: '·' };

export function createLog(title: string): Log {
  const state = element('span', { className: 'state' });
  const list = element('ol', { className: 'log', tabIndex: 0, ariaLabel: `${title} log` });

  function add(kind: keyof typeof marks, text: string): void {
    const mark = element('span', { className: 'mark', title: kind }, [marks[kind]]);
    // Newest first: it stays in sight without any scrolling by script.
    list.prepend(element('li', { className: kind }, [mark, text]));
    if (list.children.length > maxLines) list.lastElementChild?.remove();
  }

  function show(mood: Mood, text: string): void {
    state.dataset['mood'] = mood;
    state.textContent = text;
  }

  show('idle', 'Not connected');
  return {
    state,
    list,
    sent: (payload) => add('sent', describe(payload)),
    received: (payload) => add('received', describe(payload)),
    note: (text) => add('note', text),
    show,
  };
}

function describe(payload: Payload): string {
  if (typeof payload === 'string') return payload;
  const bytes = new Uint8Array(payload);
  const start = Array.from(bytes.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0'));
  const count = `${bytes.byteLength.toLocaleString('en')} bytes`;
  return `${count}: ${start.join(' ')}${bytes.byteLength > start.length ? ' …' : ''}`;
}
