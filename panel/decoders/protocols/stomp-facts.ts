import type { MessageFacts, MessageRole } from '../decoder.ts';
import { shorten } from './combined-facts.ts';
import type { StompFrame } from './stomp-headers.ts';

/** What a frame means, in one line: `SEND /queue/a 12 B`, `RECEIPT #77`. */
export function stompFacts(frame: StompFrame): MessageFacts {
  const facts = factsOfWhole(frame);
  // It asks and answers once only: where it is whole.
  return frame.isBeginning === true ? { summary: `beginning of ${facts.summary}` } : facts;
}

function factsOfWhole({ command, headers, bodyLength }: StompFrame): MessageFacts {
  if (command === '') return { summary: 'heart-beat', role: 'control', isHeartbeat: true };
  const of = (name: string): string => shorten(headers.get(name) ?? '');
  const receipt = headers.get('receipt');
  // What asks for a receipt is answered by it, whatever else it is.
  const asks = receipt === undefined ? {} : { correlationId: `receipt ${receipt}` };
  const role = (without: MessageRole): MessageRole => (receipt === undefined ? without : 'request');
  const line = (...words: string[]): string => [command, ...words].filter(Boolean).join(' ');
  const size = bodyLength > 0 ? `${bodyLength} B` : '';
  // What is sent in a transaction counts only once it is committed.
  const within = headers.has('transaction') ? `in ${of('transaction')}` : '';
  switch (command) {
    case 'CONNECT':
    case 'STOMP':
      return {
        summary: line(of('host'), of('accept-version')),
        role: 'request',
        correlationId: 'connect',
      };
    case 'CONNECTED':
      return { summary: line(of('version')), role: 'response', correlationId: 'connect' };
    case 'SEND':
      return { summary: line(of('destination'), size, within), role: role('event'), ...asks };
    case 'MESSAGE':
      return { summary: line(of('destination'), size), role: 'event' };
    case 'SUBSCRIBE':
      return {
        summary: line(of('destination'), numbered(of('id'))),
        role: role('request'),
        ...asks,
      };
    case 'UNSUBSCRIBE':
      return {
        summary: line(numbered(of('id')) || of('destination')),
        role: role('control'),
        ...asks,
      };
    case 'RECEIPT': {
      const id = of('receipt-id');
      return { summary: line(numbered(id)), role: 'response', correlationId: `receipt ${id}` };
    }
    case 'ERROR': {
      const id = headers.get('receipt-id');
      const correlation = id === undefined ? {} : { correlationId: `receipt ${id}` };
      return { summary: line(of('message')), role: 'response', ...correlation };
    }
    case 'ACK':
    case 'NACK':
      return {
        summary: line(numbered(of('id') || of('message-id')), within),
        role: role('control'),
        ...asks,
      };
    default:
      return { summary: line(of('transaction')), role: role('control'), ...asks };
  }
}

const numbered = (id: string): string => (id === '' ? '' : `#${id}`);
