import type { MessageRole } from '../decoder.ts';

export interface WampMessage {
  readonly name: string;
  readonly role: MessageRole;
  /** The items behind the code. */
  readonly items: readonly WampItem[];
  /** How many of them must be there. */
  readonly required: number;
}

export interface WampItem {
  readonly name: string;
  readonly kind: 'number' | 'string' | 'object' | 'array';
}

const id = (name: string): WampItem => ({ name, kind: 'number' });
const text = (name: string): WampItem => ({ name, kind: 'string' });
const details: WampItem = { name: 'details', kind: 'object' };
const options: WampItem = { name: 'options', kind: 'object' };
const request = id('request');
const content: readonly WampItem[] = [
  { name: 'arguments', kind: 'array' },
  { name: 'keyword arguments', kind: 'object' },
];

function message(
  name: string,
  role: MessageRole,
  items: readonly WampItem[],
  optional: readonly WampItem[] = [],
): WampMessage {
  return { name, role, items: [...items, ...optional], required: items.length };
}

/** @see https://wamp-proto.org/wamp_latest_ietf.html#name-message-codes-and-direction */
export const wampMessages: ReadonlyMap<number, WampMessage> = new Map([
  [1, message('HELLO', 'request', [text('realm'), details])],
  [2, message('WELCOME', 'response', [id('session'), details])],
  [3, message('ABORT', 'response', [details, text('reason')], content)],
  [4, message('CHALLENGE', 'control', [text('method'), { name: 'extra', kind: 'object' }])],
  [5, message('AUTHENTICATE', 'control', [text('signature'), { name: 'extra', kind: 'object' }])],
  [6, message('GOODBYE', 'control', [details, text('reason')])],
  [8, message('ERROR', 'response', [id('request type'), request, details, text('error')], content)],
  [16, message('PUBLISH', 'request', [request, options, text('topic')], content)],
  [17, message('PUBLISHED', 'response', [request, id('publication')])],
  [32, message('SUBSCRIBE', 'request', [request, options, text('topic')])],
  [33, message('SUBSCRIBED', 'response', [request, id('subscription')])],
  [34, message('UNSUBSCRIBE', 'request', [request, id('subscription')])],
  [35, message('UNSUBSCRIBED', 'response', [request], [details])],
  [36, message('EVENT', 'event', [id('subscription'), id('publication'), details], content)],
  [48, message('CALL', 'request', [request, options, text('procedure')], content)],
  [49, message('CANCEL', 'control', [request, options])],
  [50, message('RESULT', 'response', [request, details], content)],
  [64, message('REGISTER', 'request', [request, options, text('procedure')])],
  [65, message('REGISTERED', 'response', [request, id('registration')])],
  [66, message('UNREGISTER', 'request', [request, id('registration')])],
  [67, message('UNREGISTERED', 'response', [request], [details])],
  [68, message('INVOCATION', 'request', [request, id('registration'), details], content)],
  [69, message('INTERRUPT', 'control', [request, options])],
  [70, message('YIELD', 'response', [request, options], content)],
]);
