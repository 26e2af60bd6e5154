import { withoutFunctionName, withoutRecorderFrame } from '../accepted.ts';
import {
  attempt,
  type Behaviours,
  type Setting,
  show,
  showError,
  showFunction,
  showProperty,
  watched,
} from './kit.ts';

// WebSocketStream, which only Chromium has. TypeScript does not know it.
interface Options {
  readonly protocols?: unknown;
  readonly signal?: unknown;
}
interface Opened {
  readonly readable: ReadableStream<unknown>;
  readonly writable: WritableStream<unknown>;
  readonly protocol: string;
  readonly extensions: string;
}
interface Stream {
  readonly url: string;
  readonly opened: Promise<Opened>;
  readonly closed: Promise<{ readonly closeCode: number; readonly reason: string }>;
  close(info?: unknown): void;
}
interface StreamClass {
  new (url: string, options?: Options): Stream;
  readonly prototype: Stream;
}

const { WebSocketStream: Stream } = globalThis as { readonly WebSocketStream?: StreamClass };

/** A behaviour of the class, or a word that says that there is none. */
const ofStreams =
  (behave: (Class: StreamClass, setting: Setting) => unknown): Behaviours[string] =>
  (setting) =>
    Stream === undefined ? 'no WebSocketStream' : behave(Stream, setting);

/** What came of a promise. */
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ fulfilled: typeof value === 'object' ? { ...value } : value }),
    (error: unknown) => ({ rejected: showError(error), ...closeOf(error) }),
  );
function closeOf(error: unknown): object {
  const { closeCode, reason } = error as { closeCode?: unknown; reason?: unknown };
  return { closeCode, reason };
}

/** Makes a stream and gives it up again, unless that throws. */
function make(Class: StreamClass, ...parameters: unknown[]): unknown {
  return attempt(() => {
    const stream = Reflect.construct(Class, parameters) as Stream;
    stream.opened.catch(() => undefined);
    stream.closed.catch(() => undefined);
    stream.close();
    return stream.url;
  });
}

/** The "unhandledrejection" and "rejectionhandled" that follow from `act`, at least `count`, in any order. */
async function rejections(
  count: number,
  act: () => { readonly promises: readonly Promise<unknown>[]; readonly settled: Promise<unknown> },
): Promise<unknown> {
  const seen: string[] = [];
  let tell = (): void => undefined;
  let promises: readonly Promise<unknown>[] = [];
  const listener = (event: Event) => {
    const { type, promise, reason } = event as PromiseRejectionEvent;
    event.preventDefault();
    seen.push(JSON.stringify([type, promises.indexOf(promise), showError(reason)]));
    if (seen.length >= count) tell();
  };
  const types = ['unhandledrejection', 'rejectionhandled'];
  for (const type of types) addEventListener(type, listener);
  const made = act();
  promises = made.promises;
  await made.settled;
  await new Promise<void>((done) => {
    tell = done;
    if (seen.length >= count) done();
  });
  // Whatever else was under way is told before a rejection that comes now.
  count = Number.POSITIVE_INFINITY;
  await new Promise<void>((done) => {
    addEventListener('unhandledrejection', (event) => event.reason === 'last' && done());
    void Promise.reject('last');
  });
  for (const type of types) removeEventListener(type, listener);
  return seen.sort();
}

/** WebSocketStream: its class, its life, and that nobody has touched its promises. */
export const streamBehaviours: Behaviours = {
  'WebSocketStream has its descriptors, keys, name and length': ofStreams((Class) => ({
    property: showProperty(globalThis, 'WebSocketStream'),
    class: showFunction(Class),
    own: Reflect.ownKeys(Class).map((key) => [String(key), showProperty(Class, key)]),
    prototype: Reflect.ownKeys(Class.prototype).map((key) => [
      String(key),
      showProperty(Class.prototype, key),
    ]),
    inherits: [
      Object.getPrototypeOf(Class) === Function.prototype,
      Object.getPrototypeOf(Class.prototype) === Object.prototype,
    ],
    isOne: [
      Class === Class.prototype.constructor,
      (globalThis as { WebSocketStream?: unknown }).WebSocketStream === Class,
    ],
    isListed: [
      Object.keys(globalThis).includes('WebSocketStream'),
      'WebSocketStream' in globalThis,
    ],
    text: [String(Class), Function.prototype.toString.call(Class), `${Class}`].map(
      withoutFunctionName,
    ),
    tag: Object.prototype.toString.call(Class.prototype),
  })),

  'WebSocketStream refuses what it refuses in the same words': ofStreams(
    (Class, { playground }) => {
      const url = `${playground}/echo`;
      const call = Class as unknown as (url?: string) => unknown;
      return [
        attempt(() => call()),
        attempt(() => call(url)),
        make(Class),
        ...['', 'no url', 'ftp:x', `${url}#fragment`, '/echo', Symbol('url'), undefined].map(
          (bad) => make(Class, bad),
        ),
        ...[['a', 'a'], ['a b'], [''], 'text', 1, null, {}, [Symbol('p')], new Set(['a'])].map(
          (protocols) => make(Class, url, { protocols }),
        ),
        ...[null, undefined, 1, 'options', Symbol('o'), []].map((options) =>
          make(Class, url, options),
        ),
        ...[null, 1, {}, AbortSignal.abort(), AbortSignal.abort('why')].map((signal) =>
          make(Class, url, { signal }),
        ),
      ];
    },
  ),

  'the stack of what WebSocketStream throws is that of the page': ofStreams((Class) => {
    try {
      new Class('ftp:x');
      return 'nothing was thrown';
    } catch (error) {
      return withoutRecorderFrame(String((error as Error).stack));
    }
  }),

  'the options of WebSocketStream are read as often and in the same order': ofStreams(
    (Class, { playground }) => {
      const touches: string[] = [];
      const protocols = watched(['echo.v1'], touches, 'protocols');
      const { signal } = new AbortController();
      const options = watched({ protocols, signal }, touches, 'options');
      const url = watched({ toString: () => `${playground}/echo` }, touches, 'url');
      const created = make(Class, url, options);
      const thrown = new Error('from a getter');
      const throwing = {
        get protocols() {
          throw thrown;
        },
      };
      let caught: unknown;
      try {
        new Class(`${playground}/echo`, throwing);
      } catch (error) {
        caught = error;
      }
      return [created, caught === thrown, touches];
    },
  ),

  'a stream echoes text and bytes and closes with code and reason': ofStreams(
    async (Class, { playground }) => {
      const stream = new Class(`${playground}/echo`, { protocols: ['other', 'echo.v1'] });
      const facts = [
        stream.url,
        new Set([1, 2].flatMap(() => [stream.opened, stream.closed])).size,
        stream.opened instanceof Promise,
        Object.prototype.toString.call(stream),
        Reflect.ownKeys(stream),
        stream instanceof Class,
        stream.constructor === Class,
        Object.getPrototypeOf(stream) === Class.prototype,
      ];
      const opened = await stream.opened;
      const { readable, writable, protocol, extensions } = opened;
      const reader = readable.getReader();
      const writer = writable.getWriter();
      const echoes: unknown[] = [];
      for (const payload of [
        'text',
        'ж\u0000',
        '',
        new Uint8Array([1, 2, 255]),
        new ArrayBuffer(3),
      ]) {
        await writer.write(payload);
        const { value } = await reader.read();
        echoes.push(show(value));
      }
      const keys = [
        Reflect.ownKeys(opened),
        Object.getPrototypeOf(opened) === Object.prototype,
        [show(readable), show(writable), readable.locked, writable.locked],
      ];
      stream.close({ closeCode: 4002, reason: 'by the page' });
      return [facts, keys, protocol, extensions, echoes, await outcome(stream.closed)];
    },
  ),

  'a stream ends as its server, its writer or its reader ends it': ofStreams(
    async (Class, { obedient }) => {
      const seen: unknown[] = [];
      for (const order of ['close 4001 by the server', 'close', 'cut']) {
        const stream = new Class(obedient);
        const { readable, writable } = await stream.opened;
        const read = outcome(readable.getReader().read());
        await outcome(writable.getWriter().write(order));
        seen.push([order, await outcome(stream.closed), await read]);
      }
      for (const end of ['close', 'abort', 'cancel'] as const) {
        const stream = new Class(obedient);
        const { readable, writable } = await stream.opened;
        await outcome(end === 'cancel' ? readable.cancel('why') : writable[end]('why'));
        if (end !== 'cancel') await outcome(readable.cancel());
        seen.push([end, await outcome(stream.closed)]);
      }
      return seen;
    },
  ),

  'a stream that is aborted by its signal rejects with the reason': ofStreams(
    async (Class, { playground }) => {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = new Class(`${playground}/echo`, { signal });
      controller.abort(new RangeError('enough'));
      const early = [await outcome(stream.opened), await outcome(stream.closed)];
      const later = new AbortController();
      const open = new Class(`${playground}/echo`, { signal: later.signal });
      await open.opened;
      later.abort();
      open.close();
      return [early, await outcome(open.closed)];
    },
  ),

  'a stream that fails is told as unhandled, once for each of its promises': ofStreams(
    (Class, { playground }) =>
      rejections(2, () => {
        const url = `${playground}/fail`;
        // Its promises are made when they are first read: nothing is told of those that nobody reads.
        const [unread, read, handled] = [new Class(url), new Class(url), new Class(url)];
        const promises = [read.opened, read.closed, handled.opened, handled.closed];
        const settled = outcome(handled.opened).then(() => outcome(handled.closed));
        return { promises, settled: settled.then(() => unread.url) };
      }),
  ),

  'subclasses, Reflect.construct and Proxies of WebSocketStream have their prototypes': ofStreams(
    async (Class, { playground }) => {
      const url = `${playground}/echo`;
      const touches: string[] = [];
      class Chatty extends Class {
        readonly label = 'chatty';
        override close(): void {
          super.close({ closeCode: 3001, reason: 'by subclass' });
        }
      }
      const chatty = new Chatty(url);
      await chatty.opened;
      chatty.close();
      const Around = watched(Class, touches, 'around');
      const target = watched(function Target() {}, touches, 'new.target');
      const made = [new Around(url), Reflect.construct(Class, [url], target)] as Stream[];
      const seen = made.map((stream) => [
        Object.getPrototypeOf(stream) === Class.prototype,
        Object.prototype.toString.call(stream),
        attempt(() => Class.prototype.close.call(stream)),
      ]);
      // Closed before they were open: both promises are rejected.
      for (const stream of made)
        for (const name of ['opened', 'closed'])
          await outcome(Reflect.get(Class.prototype, name, stream) as Promise<unknown>);
      return [
        [chatty.label, chatty instanceof Class, chatty.constructor === Chatty],
        Object.getPrototypeOf(Chatty) === Class,
        await outcome(chatty.closed),
        seen,
        touches,
      ];
    },
  ),

  'a stream that is made while another is being made is one of its own': ofStreams(
    async (Class, { playground }) => {
      const made: Stream[] = [];
      const outer = new Class(`${playground}/echo?outer`, {
        get protocols() {
          made.push(new Class(`${playground}/echo?inner`));
          return [];
        },
      });
      made.push(outer);
      const seen: unknown[] = [];
      for (const stream of made) {
        const { protocol } = await stream.opened;
        stream.close();
        seen.push([stream.url, protocol, await outcome(stream.closed)]);
      }
      return seen;
    },
  ),

  'what is put on Object.prototype and Promise.prototype is not met by the making of a stream':
    ofStreams((Class, { playground }) => {
      const touches: string[] = [];
      // Without a prototype, so that what is defined first is not met by what follows.
      const trap = (name: string): PropertyDescriptor =>
        Object.assign(Object.create(null), {
          configurable: true,
          get: () => void touches.push(`get ${name}`),
          set: () => void touches.push(`set ${name}`),
        });
      const names = ['name', 'value', 'get', 'set', 'construct', 'writable', 'then'];
      const traps = names.map((name): [string, PropertyDescriptor] => [name, trap(name)]);
      const before = Reflect.getOwnPropertyDescriptor(Promise.prototype, 'then');
      Reflect.defineProperty(Promise.prototype, 'then', trap('then of promises'));
      for (const [name, descriptor] of traps)
        Reflect.defineProperty(Object.prototype, name, descriptor);
      let stream: Stream;
      try {
        stream = new Class(`${playground}/echo`);
      } finally {
        for (const name of names) Reflect.deleteProperty(Object.prototype, name);
        if (before !== undefined) Reflect.defineProperty(Promise.prototype, 'then', before);
      }
      stream.opened.then(() => stream.close());
      return outcome(stream.closed).then((closed) => [touches, closed]);
    }),
};
