import { withoutSecondReading } from '../accepted.ts';
import {
  attempt,
  type Behaviours,
  closeOf,
  next,
  restoring,
  showError,
  stateOf,
  watched,
} from './kit.ts';

/** Makes a socket, writes down what it is at once, and closes it; or writes down the exception. */
function make(...parameters: unknown[]): unknown {
  try {
    const socket = Reflect.construct(WebSocket, parameters) as WebSocket;
    const state = stateOf(socket);
    socket.close();
    return state;
  } catch (error) {
    return { threw: showError(error) };
  }
}

/** After the web platform tests' groups Create-* and constructor. */
export const creatingBehaviours: Behaviours = {
  'URLs are resolved, changed to ws: and refused as they are': ({ playground }) => {
    const host = playground.slice('ws://'.length);
    const urls = [
      `${playground}/echo`,
      `http://${host}/echo`,
      `https://${host}/`,
      `HTTP://${host}/echo`,
      `wss://${host}/`,
      `${playground}/echo?a=ü&b=\ud800#`,
      `${playground}/echo#fragment`,
      `${playground}/echo#`,
      `ws://user:password@${host}/echo`,
      `ws://${host}`,
      'relative',
      '/absolute',
      '//localhost/other',
      '?query',
      '',
      '#',
      ' ',
      `  ${playground}/echo\n`,
      'ftp://localhost/',
      'mailto:a@b',
      'javascript:1',
      'data:,x',
      'about:blank',
      'blob:x',
      'file:///a',
      'ws://',
      'ws://:80',
      'ws://a b/',
      'ws://[::1',
      'ws://localhost:99999/',
      'ws:opaque',
      'ws://localhost:1/blocked',
      `${playground}/%zz`,
      `ws://${host}/\u0000`,
    ];
    return urls.map((url) => [JSON.stringify(url), make(url)]);
  },

  'URLs that are no strings are turned into strings': ({ playground }) =>
    [
      undefined,
      null,
      0,
      true,
      {},
      [],
      [`${playground}/echo`],
      new URL(`${playground}/echo?url`),
      () => 1,
      Symbol('url'),
      10n,
      Object.create(null),
      { toString: () => `${playground}/echo?toString` },
      { toString: () => ({}), valueOf: () => `${playground}/echo?valueOf` },
      { toString: () => ({}), valueOf: () => ({}) },
      { [Symbol.toPrimitive]: () => `${playground}/echo?toPrimitive` },
      { [Symbol.toPrimitive]: () => ({}) },
      { [Symbol.toPrimitive]: 1 },
    ].map((url) => make(url)),

  'subprotocols are checked and refused as they are': ({ playground }) => {
    const url = `${playground}/echo`;
    const all: unknown[] = [
      undefined,
      null,
      '',
      'echo.v1',
      'a b',
      'a,b',
      'ü',
      '\u0000',
      '\u007f',
      '\ud800',
      'echo.v1, other',
      [],
      [''],
      ['echo.v1'],
      ['a', 'b', 'c'],
      ['a', 'a'],
      ['a', 'A'],
      ['a b'],
      ['a', null],
      ['a', undefined],
      ['a', 1],
      [['nested']],
      [Symbol('s')],
      [{ toString: () => 'from-object' }],
      new Set(['a', 'b']),
      new Map([['a', 'b']]),
      'text'[Symbol.iterator](),
      {},
      { toString: () => 'object' },
      { length: 1, 0: 'a' },
      1,
      true,
      Symbol('s'),
      () => 1,
      new String('boxed'),
      { [Symbol.iterator]: 1 },
      { [Symbol.iterator]: null },
      { [Symbol.iterator]: () => 1 },
      { [Symbol.iterator]: () => ({}) },
      { [Symbol.iterator]: () => ({ next: () => 1 }) },
      Object.assign([], { length: 3 }),
    ];
    return all.map((protocols) => make(url, protocols));
  },

  'too few and too many arguments are told as they are': ({ playground }) => [
    make(),
    make(`${playground}/echo`, undefined, 1, 2),
    make(`${playground}/echo`, []),
    WebSocket.length,
  ],

  'calling without new is refused in the same words': ({ playground }) => {
    const call = WebSocket as unknown as (url?: string) => unknown;
    return [
      attempt(() => call()),
      attempt(() => call(`${playground}/echo`)),
      attempt(() => Reflect.apply(call, {}, [`${playground}/echo`])),
      attempt(() => call.call(Object.create(WebSocket.prototype), `${playground}/echo`)),
      attempt(() => call.bind(null)()),
      attempt(() => Reflect.apply(call, new EventTarget(), [])),
    ];
  },

  'arguments are converted once and in order, seen from Proxies and getters': ({ playground }) => {
    const touches: string[] = [];
    const url = watched(
      { toString: () => `${playground}/echo` },
      touches,
      'url',
    ) as unknown as string;
    const protocols = watched(['echo.v1', 'other'], touches, 'protocols');
    const created = make(url, protocols);
    touches.push('---');
    const element = watched({ toString: () => 'element' }, touches, 'element');
    const list = [element, 'b'] as unknown as string[];
    const others = [make(url, list), make(url, watched({}, touches, 'object'))];
    return [created, ...others, withoutSecondReading(touches)];
  },

  'getters of an array of subprotocols run as often as they do': ({ playground }) => {
    const touches: string[] = [];
    const list: string[] = [];
    for (const index of [0, 1]) {
      Object.defineProperty(list, index, {
        get() {
          touches.push(`get ${index}`);
          return `p${index}`;
        },
      });
    }
    return [
      make(`${playground}/echo`, list),
      make(`${playground}/echo`, Object.freeze(list)),
      touches,
    ];
  },

  'an iterator that can be read once is read once, and closed as it is': ({ playground }) => {
    const touches: string[] = [];
    function* once(values: unknown[]) {
      try {
        for (const value of values) {
          touches.push(`yield ${String(value)}`);
          yield value;
        }
      } finally {
        touches.push('closed');
      }
    }
    const url = `${playground}/echo`;
    return [
      make(url, once(['a', 'b'])),
      make(url, once(['a', Symbol('bad'), 'c'])),
      make(url, once([])),
      make(url, watched(once(['x']), touches, 'generator')),
      touches,
    ];
  },

  'an array whose iterator the page has replaced is read as it is': ({ playground }) => {
    const touches: string[] = [];
    const list = Object.assign(['a'], {
      *[Symbol.iterator]() {
        touches.push('own iterator');
        yield 'b';
      },
    });
    class Protocols extends Array<string> {
      override *[Symbol.iterator](): ArrayIterator<string> {
        touches.push('iterator of the subclass');
        yield 'c';
      }
    }
    const url = `${playground}/echo`;
    return [make(url, list), make(url, Protocols.from(['d'])), touches];
  },

  'arrays and sets are read as they are when the page has replaced the iterators of both': ({
    playground,
  }) => {
    const touches: string[] = [];
    const url = `${playground}/echo`;
    const iterators = Object.getPrototypeOf([][Symbol.iterator]());
    const seen: unknown[] = [];
    restoring(iterators, 'next', () => {
      const { next } = iterators;
      iterators.next = function () {
        touches.push('next');
        return next.call(this);
      };
      restoring(Array.prototype, Symbol.iterator, () => {
        const { values } = Array.prototype;
        Array.prototype[Symbol.iterator] = function () {
          touches.push('values');
          return values.call(this);
        };
        seen.push(make(url, ['a', 'b']), make(url, ['a', 'a']), make(url, new Set(['c'])));
        touches.push('--- Proxy');
        seen.push(make(url, new Proxy(['a', 'b'], {})));
      });
    });
    return [seen, touches];
  },

  'an exception in a conversion reaches the page as it is, and nothing after it runs': ({
    playground,
  }) => {
    const touches: string[] = [];
    const thrown = new Error('from toString');
    const bad = {
      toString() {
        touches.push('bad');
        throw thrown;
      },
    };
    const seen: unknown[] = [];
    for (const parameters of [
      [bad, watched([], touches, 'protocols')],
      [`${playground}/echo`, bad],
      [`${playground}/echo`, [bad]],
    ]) {
      try {
        Reflect.construct(WebSocket, parameters);
      } catch (error) {
        seen.push(error === thrown);
      }
    }
    return [seen, touches];
  },

  'a socket that is refused ends with error and close': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const path of ['/fail', '/nowhere']) {
      const socket = new WebSocket(playground + path);
      const events: unknown[] = [];
      for (const type of ['open', 'message', 'error', 'close'])
        socket.addEventListener(type, (event) =>
          events.push([type, event.constructor.name, socket.readyState, event.isTrusted]),
        );
      const close = await next<CloseEvent>(socket, 'close');
      seen.push(events, closeOf(close), stateOf(socket));
    }
    return seen;
  },

  'the negotiated subprotocol and extensions are there at open': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const protocols of ['echo.v1', ['other', 'echo.v1'], []]) {
      const socket = new WebSocket(`${playground}/echo`, protocols);
      seen.push(stateOf(socket));
      await next(socket, 'open');
      seen.push(stateOf(socket));
      socket.close();
    }
    // Browsers differ: one fails a connection without a choice, the other opens it.
    const unspoken = new WebSocket(`${playground}/echo`, ['unspoken']);
    await Promise.race([next(unspoken, 'open'), next(unspoken, 'close')]);
    seen.push(stateOf(unspoken));
    unspoken.close();
    return seen;
  },
};
