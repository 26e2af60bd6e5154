import type { MessageFacts } from '../decoder.ts';
import type { Value } from '../value.ts';
import { type Asked, attachKey, isAnswer } from './amqp-asked.ts';
import { saslCodes } from './amqp-words.ts';
import { shorten } from './combined-facts.ts';

/** A frame that was read: its performative, and the node of that, -1 for none. */
export interface FrameNote {
  readonly name: string;
  readonly node: number;
  readonly payloadLength: number;
  readonly channel: number;
}

export interface FrameSituation {
  readonly side: 'sent' | 'received';
  /** null: what was said before is not known. */
  readonly asked: Asked | null;
}

/** What a frame means, in one line: `attach jobs, sender → queue/1`. */
export function amqpFacts(
  { name, node, payloadLength, channel }: FrameNote,
  fields: Value | null,
  { side, asked }: FrameSituation,
): MessageFacts {
  if (name === 'empty') return { summary: 'empty frame', role: 'control', isHeartbeat: true };
  if (node < 0 || fields === null) return { summary: name, role: 'control' };
  const of = (key: string): string => shorten(fields.get(key)?.id() ?? '');
  const is = (key: string): boolean => fields.get(key)?.preview() === 'true';
  const line = (...words: string[]): string => [name, ...words].filter(Boolean).join(' ');
  const mutual = (summary: string, correlationId: string): MessageFacts => {
    // The page's side connects, and mostly says first what it wants.
    const answers = asked === null ? side === 'received' : isAnswer(asked, side, correlationId);
    return { summary, role: answers ? 'response' : 'request', correlationId };
  };
  switch (name) {
    case 'open':
      return mutual(line(of('container-id')), 'open');
    case 'close':
      return mutual(line(errorOf(fields)), 'close');
    case 'begin': {
      // Who answers names the channel that the other side has begun on.
      const begun = of('remote-channel');
      return begun === ''
        ? { summary: line(`#${channel}`), role: 'request', correlationId: `begin ${channel}` }
        : { summary: line(`#${begun}`), role: 'response', correlationId: `begin ${begun}` };
    }
    case 'attach': {
      const source = fields.get('source')?.get('address')?.string(80) ?? '';
      const target = fields.get('target')?.get('address')?.string(80) ?? '';
      const role = is('role') ? `receiver ← ${source}` : `sender → ${target}`;
      return mutual(
        `attach ${of('name')}, ${role}`.trimEnd(),
        attachKey(fields.get('name')?.id() ?? ''),
      );
    }
    case 'transfer': {
      const id = of('delivery-id');
      const summary = line(
        id === '' ? '' : `#${id}`,
        `${payloadLength} B`,
        is('more') ? 'and more' : '',
      );
      if (is('settled') || id === '') return { summary, role: 'event' };
      return { summary, role: 'request', correlationId: `delivery ${id}` };
    }
    case 'disposition': {
      const [first, last] = [of('first'), of('last')];
      const range = last === '' || last === first ? `#${first}` : `#${first} to #${last}`;
      const state = fields.get('state');
      const word = state === null ? '' : (state.table.type(state.node) ?? '');
      const summary = line(range, word);
      // Only a receiver answers; a sender settles what was answered.
      if (!is('role')) return { summary, role: 'control' };
      return { summary, role: 'response', correlationId: `delivery ${first}` };
    }
    case 'flow': {
      const credit = of('link-credit');
      return { summary: line(credit === '' ? '' : `credit ${credit}`), role: 'control' };
    }
    case 'sasl-mechanisms':
      return {
        summary: line(fields.get('sasl-server-mechanisms')?.preview(80) ?? ''),
        role: 'control',
      };
    case 'sasl-init':
      return { summary: line(of('mechanism')), role: 'request', correlationId: 'sasl' };
    case 'sasl-outcome': {
      const code = of('code');
      const summary = line(saslCodes[Number(code)] ?? code);
      return { summary, role: 'response', correlationId: 'sasl' };
    }
    default:
      return { summary: line(errorOf(fields)), role: 'control' };
  }
}

function errorOf(fields: Value): string {
  const error = fields.get('error');
  const condition = error?.get('condition')?.string(80) ?? '';
  return `${condition} ${error?.get('description')?.string(120) ?? ''}`.trim();
}
