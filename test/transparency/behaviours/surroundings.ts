import {
  withoutFramesAroundIterator,
  withoutFunctionName,
  withoutOrderOfUse,
  withoutPlaceInRecorder,
  withoutRecorderFrame,
} from '../accepted.ts';
import { attempt, type Behaviours, end, next, open, show, showError } from './kit.ts';

interface Seen {
  readonly mutations: string[];
  readonly messages: string[];
  readonly console: string[];
  readonly errors: string[];
  readonly timer: number;
  readonly globals: string[];
}
/** What the first inline script of the page wrote down, see behaviour-page.ts. */
const seenByFirstScript = (): Seen => (window as unknown as { seen: Seen }).seen;

const stackOf = (act: () => unknown): unknown => {
  try {
    return show(act());
  } catch (error) {
    return withoutRecorderFrame(withoutFunctionName(String((error as Error).stack)));
  }
};

/** What is around WebSocket: the page's globals, its document, its stacks. */
export const surroundingBehaviours: Behaviours = {
  'the names of the globals are the same, in the same order': () => [
    withoutOrderOfUse(seenByFirstScript().globals),
    withoutOrderOfUse(Object.getOwnPropertyNames(window)),
    Object.getOwnPropertySymbols(window).map(String),
    withoutOrderOfUse(Object.keys(window)),
  ],

  'intrinsics have the same keys and the same functions': () =>
    [
      ...[Object, Function, Array, Promise, Error, EventTarget, Event, MessageEvent, MessagePort],
      ...[CloseEvent, DOMException, DataView, WeakMap, WeakRef, MessageChannel, TextDecoder],
      ...[Reflect, Document, Node, Window, Blob, FileReader, ArrayBuffer, Uint8Array, TextEncoder],
    ].map((each) => {
      const { prototype } = each as { prototype?: object };
      return [
        Reflect.ownKeys(each).map(String),
        prototype === undefined ? '' : Reflect.ownKeys(prototype).map(String),
        withoutFunctionName(String(each)) === String(each).replace(/function \w*\(/, 'function ('),
      ];
    }),

  'a MutationObserver of the first script sees no change of the document': () =>
    seenByFirstScript().mutations,

  'no message event reaches the window': () => seenByFirstScript().messages,

  'nothing is written to the console': () => seenByFirstScript().console,

  'timers count on from where the first script found them': () => {
    const id = setTimeout(() => 1, 0);
    const frame = requestAnimationFrame(() => 1);
    clearTimeout(id);
    cancelAnimationFrame(frame);
    return seenByFirstScript().timer;
  },

  'a socket takes no timer and no animation frame of the page': async ({ playground }) => {
    const before = setTimeout(() => 1, 0) as unknown as number;
    const socket = await open(`${playground}/echo`);
    socket.send('x');
    socket.send(new Blob(['y']));
    await next(socket, 'message');
    await end(socket);
    return (setTimeout(() => 1, 0) as unknown as number) - before;
  },

  'no resource, mark or measure appears among the performance entries': async ({ playground }) => {
    const socket = await open(`${playground}/echo`);
    socket.send(new Blob(['x']));
    await next(socket, 'message');
    await end(socket);
    return performance
      .getEntries()
      .filter(({ entryType }) => ['resource', 'mark', 'measure'].includes(entryType))
      .map(({ entryType, name }) => [entryType, name]);
  },

  'the document has the scripts, styles and attributes that the page gave it': () => [
    document.documentElement.outerHTML.length,
    document.scripts.length,
    document.styleSheets.length,
    [...document.documentElement.attributes].map(({ name }) => name),
    window.length,
    document.adoptedStyleSheets.length,
  ],

  'stacks of exceptions are the same but for the one frame': async ({ playground }) => {
    const socket = new WebSocket(`${playground}/echo`);
    function sender() {
      socket.send('too early');
    }
    function closer() {
      socket.close(1);
    }
    function creator() {
      return new WebSocket('ftp:x');
    }
    class Derived extends WebSocket {}
    const seen = [
      stackOf(sender),
      stackOf(closer),
      stackOf(creator),
      stackOf(() => new Derived('ftp:x')),
      stackOf(() => Reflect.construct(WebSocket, [])),
      stackOf(() => [1].map(() => socket.send('x'))),
      stackOf(() => WebSocket.prototype.send.call({} as WebSocket, 'x')),
    ];
    await end(socket);
    return seen;
  },

  'stacks in callbacks and after await are the same': async ({ playground }) => {
    const seen: unknown[] = [];
    const place = () => withoutRecorderFrame(String(new Error('here').stack));
    const socket = new WebSocket(`${playground}/echo`);
    socket.onopen = function opened() {
      seen.push(place());
    };
    await next(socket, 'open');
    seen.push(place());
    socket.send({
      toString() {
        seen.push(place());
        return 'x';
      },
    } as unknown as string);
    socket.addEventListener('message', () => seen.push(place()));
    await next(socket, 'message');
    await end(socket);
    return seen;
  },

  'stacks in conversions of the arguments have no more than the one frame more': ({
    playground,
  }) => {
    const seen: unknown[] = [];
    const place = (value: unknown) => {
      seen.push(withoutRecorderFrame(String(new Error('here').stack)));
      return value;
    };
    const url = { toString: () => place(`${playground}/echo`) } as unknown as string;
    const code = { valueOf: () => place(3000) } as unknown as number;
    new WebSocket(url).close(code, { toString: () => place('') } as string);
    return seen;
  },

  "stacks in the page's own iterators have a second frame more at most": ({ playground }) => {
    const seen: unknown[] = [];
    const place = (value: unknown) => {
      seen.push(withoutFramesAroundIterator(String(new Error('here').stack)));
      return value;
    };
    function* generated() {
      yield place('a') as string;
    }
    const next = () => place({ done: true });
    const iterable = { [Symbol.iterator]: () => place({ next }) };
    for (const protocols of [generated(), iterable])
      new WebSocket(`${playground}/echo`, protocols as unknown as string[]).close();
    return seen;
  },

  'Error.prepareStackTrace and stackTraceLimit of the page are used only for its own errors':
    async ({ playground }) => {
      const seen: unknown[] = [];
      const holder = Error as unknown as Record<string, unknown>;
      const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
      Object.defineProperty(Error, 'prepareStackTrace', {
        configurable: true,
        get() {
          seen.push('read');
          return undefined;
        },
      });
      const socket = new WebSocket(`${playground}/echo`);
      Reflect.deleteProperty(holder, 'prepareStackTrace');
      holder['prepareStackTrace'] = (error: Error) => {
        seen.push(['called', error.message]);
        return 'prepared';
      };
      const second = new WebSocket(`${playground}/echo`);
      Reflect.deleteProperty(holder, 'prepareStackTrace');
      for (const limit of [0, 1, 'text']) {
        holder['stackTraceLimit'] = limit;
        seen.push(attempt(() => new WebSocket('ftp:x')));
        new WebSocket(`${playground}/echo`).close();
      }
      if (before === undefined) Reflect.deleteProperty(holder, 'stackTraceLimit');
      else Object.defineProperty(Error, 'stackTraceLimit', before);
      await end(socket);
      await end(second);
      return seen;
    },

  'prototypes of Error are not walked': async ({ playground }) => {
    const touches: string[] = [];
    const before = Object.getPrototypeOf(Error);
    const handler = new Proxy(
      {},
      {
        get(_, trap) {
          touches.push(String(trap));
          return undefined;
        },
      },
    );
    Object.setPrototypeOf(Error, new Proxy(before, handler));
    const socket = new WebSocket(`${playground}/echo`);
    Object.setPrototypeOf(Error, before);
    await end(socket);
    return touches;
  },

  'exceptions that nobody catches are reported with the same message': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = new WebSocket(`${playground}/echo`);
    const failures: (() => void)[] = [
      () => socket.send('too early'),
      () => socket.close(1),
      () => void new WebSocket('ftp:x'),
      () =>
        socket.send({
          toString() {
            throw new RangeError('of the page');
          },
        } as unknown as string),
    ];
    for (const fail of failures) {
      await new Promise<void>((done) => {
        window.addEventListener(
          'error',
          (event) => {
            event.preventDefault();
            const { filename, message, error } = event;
            const ownScript = `${location.origin}/behaviours.js`;
            seen.push([message, showError(error), withoutPlaceInRecorder(filename, ownScript)]);
            done();
          },
          { once: true },
        );
        setTimeout(fail, 0);
      });
    }
    await end(socket);
    return seen;
  },

  'window.event is what it was around sends in handlers': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    const own = new Event('own');
    const target = new EventTarget();
    target.addEventListener('own', () => {
      socket.send('x'.repeat(300_000));
      seen.push(window.event === own, own.eventPhase);
    });
    target.dispatchEvent(own);
    seen.push(show(window.event));
    await next(socket, 'message');
    await end(socket);
    return seen;
  },

  'document.open, write and close leave WebSocket as it is, and no listener of ours is missed':
    async ({ playground }) => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const view = frame.contentWindow as Window & typeof globalThis;
      const before = [view.WebSocket, view.WebSocket.prototype.send];
      view.document.open();
      view.document.write('<p>written</p>');
      view.document.close();
      const seen = [
        view.WebSocket === before[0],
        view.WebSocket.prototype.send === before[1],
        view.document.body.innerHTML,
        Object.getOwnPropertyNames(view).length,
      ];
      const socket = new view.WebSocket(`${playground}/echo`);
      await next(socket, 'open');
      socket.send('x');
      const { data } = await next<MessageEvent>(socket, 'message');
      await end(socket);
      frame.remove();
      return [...seen, data];
    },
};
