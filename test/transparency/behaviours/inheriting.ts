import { attempt, type Behaviours, end, next, show, stateOf, watched } from './kit.ts';

const nameOf = (value: object): string => Object.getPrototypeOf(value)?.constructor?.name;

/** Subclasses, new.target, and constructors that stand around ours. */
export const inheritingBehaviours: Behaviours = {
  'subclasses have their prototype, fields and overridden methods': async ({ playground }) => {
    class Chatty extends WebSocket {
      readonly sent: string[] = [];
      static label = 'chatty';
      constructor(url: string) {
        super(url, 'echo.v1');
      }
      override send(payload: string): void {
        this.sent.push(payload);
        super.send(payload);
      }
      override close(): void {
        super.close(3001, 'by subclass');
      }
    }
    const socket = new Chatty(`${playground}/echo`);
    await next(socket, 'open');
    socket.send('hello');
    const { data } = await next<MessageEvent>(socket, 'message');
    const seen = [
      nameOf(socket),
      socket instanceof WebSocket,
      socket.constructor === Chatty,
      socket.sent,
      data,
      Object.getPrototypeOf(Chatty) === WebSocket,
      Chatty.OPEN,
      Chatty.label,
      Reflect.ownKeys(socket).map(String),
      stateOf(socket),
    ];
    const closed = next<CloseEvent>(socket, 'close');
    socket.close();
    const { code, wasClean } = await closed;
    return [...seen, code, wasClean];
  },

  'old-style inheritance and Reflect.construct take the prototype of new.target': async ({
    playground,
  }) => {
    const url = `${playground}/echo`;
    function Old(this: object) {
      return Reflect.construct(WebSocket, [url], new.target ?? Old);
    }
    Old.prototype = Object.create(WebSocket.prototype, { constructor: { value: Old } });
    Object.setPrototypeOf(Old, WebSocket);
    function Odd() {}
    Odd.prototype = 1;
    const arrow = (() => 1) as unknown as new () => object;
    const made = [
      Reflect.construct(Old, []),
      Reflect.construct(WebSocket, [url], Date),
      Reflect.construct(WebSocket, [url], Odd),
      Reflect.construct(WebSocket, [url], WebSocket),
      Reflect.construct(WebSocket, [url], Object),
      Reflect.construct(WebSocket, [url], EventTarget),
    ] as WebSocket[];
    const seen = made.map((socket) => [
      nameOf(socket),
      Object.prototype.toString.call(socket),
      attempt(() => WebSocket.prototype.close.call(socket)),
      attempt(() => Reflect.get(WebSocket.prototype, 'readyState', socket)),
      attempt(() => Reflect.construct(WebSocket, [url], arrow)),
    ]);
    return seen;
  },

  'new.target is read as often as it is and in the same order as the arguments': ({
    playground,
  }) => {
    const touches: string[] = [];
    const target = watched(function Target() {}, touches, 'new.target');
    const url = watched({ toString: () => `${playground}/echo` }, touches, 'url');
    const socket = Reflect.construct(WebSocket, [url, ['echo.v1']], target);
    WebSocket.prototype.close.call(socket);
    touches.push('--- refused');
    const refused = attempt(() => Reflect.construct(WebSocket, ['ftp:x'], target));
    touches.push('--- throwing');
    const throwing = Object.defineProperty((() => {}).bind(null), 'prototype', {
      get() {
        touches.push('get prototype');
        throw new RangeError('from new.target');
      },
    });
    const thrown = attempt(() => Reflect.construct(WebSocket, [url], throwing));
    return [nameOf(socket), refused, thrown, touches];
  },

  'Proxies and bound functions around the constructor work': async ({ playground }) => {
    const url = `${playground}/echo`;
    const touches: string[] = [];
    const Bound = WebSocket.bind(null, url) as unknown as new () => WebSocket;
    const Around = watched(WebSocket, touches, 'around');
    const Wrapper = function (this: unknown, ...parameters: [string]) {
      return new WebSocket(...parameters);
    } as unknown as new (
      url: string,
    ) => WebSocket;
    Wrapper.prototype = WebSocket.prototype;
    const sockets = [new Bound(), new Around(url), new Wrapper(url)];
    const seen = sockets.map((socket) => [nameOf(socket), socket instanceof WebSocket, socket.url]);
    await Promise.all(sockets.map((socket) => next(socket, 'open')));
    await Promise.all(sockets.map(end));
    return [seen, touches];
  },

  'a Proxy of a socket is no socket': async ({ playground }) => {
    const socket = new WebSocket(`${playground}/echo`);
    const touches: string[] = [];
    const around = watched(socket, touches, 'socket');
    const seen = [
      attempt(() => around.send('x')),
      attempt(() => around.close()),
      attempt(() => around.url),
      attempt(() => around.addEventListener('open', () => 1)),
      show(around),
    ];
    await end(socket);
    return [seen, touches];
  },

  'saved references to constructor and methods keep working': async ({ playground }) => {
    const { send, close } = WebSocket.prototype;
    const Saved = WebSocket;
    const socket = new Saved(`${playground}/echo`);
    await next(socket, 'open');
    const sends = [
      () => send.call(socket, 'call'),
      () => send.apply(socket, ['apply']),
      () => Reflect.apply(send, socket, ['Reflect.apply']),
      () => send.bind(socket)('bind'),
      () => WebSocket.prototype['send'].call(socket, 'by key'),
      () => Function.prototype.call.call(send, socket, 'call.call'),
    ];
    const seen: unknown[] = [];
    for (const act of sends) {
      seen.push(attempt(act));
      seen.push((await next<MessageEvent>(socket, 'message')).data);
    }
    const closed = next<CloseEvent>(socket, 'close');
    seen.push(attempt(() => close.call(socket, 3000, 'saved')));
    seen.push((await closed).reason);
    return seen;
  },

  'methods without a receiver are refused': () => {
    const { send, close } = WebSocket.prototype as unknown as Record<string, () => void>;
    return [attempt(() => send?.()), attempt(() => close?.())];
  },
};
