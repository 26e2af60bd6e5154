import { withoutFunctionName } from '../accepted.ts';
import {
  attempt,
  type Behaviours,
  end,
  open,
  restoring,
  show,
  showFunction,
  showProperty,
} from './kit.ts';

const accessors = ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol', 'binaryType'];
const handlers = ['onopen', 'onmessage', 'onerror', 'onclose'];
const constants = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'];

/** What the interface looks like before any socket is made. */
export const interfaceBehaviours: Behaviours = {
  'the global property has its descriptor, keys, name and length': () => ({
    property: showProperty(globalThis, 'WebSocket'),
    own: Reflect.ownKeys(WebSocket).map((key) => [String(key), showProperty(WebSocket, key)]),
    inherits: Object.getPrototypeOf(WebSocket) === EventTarget,
    state: [Object.isExtensible(WebSocket), Object.isFrozen(WebSocket), Object.isSealed(WebSocket)],
    type: typeof WebSocket,
    text: Object.prototype.toString.call(WebSocket),
  }),

  'the prototype has its members in their order with their descriptors': () => ({
    own: Reflect.ownKeys(WebSocket.prototype).map((key) => [
      String(key),
      showProperty(WebSocket.prototype, key),
    ]),
    inherits: Object.getPrototypeOf(WebSocket.prototype) === EventTarget.prototype,
    isExtensible: Object.isExtensible(WebSocket.prototype),
  }),

  'the constructor is one and the same wherever it is read': () => [
    WebSocket === globalThis.WebSocket,
    WebSocket.prototype.constructor === WebSocket,
    Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')?.value === WebSocket,
    new Set([1, 2, 3].map(() => WebSocket.prototype.send)).size,
    Object.getPrototypeOf(WebSocket.prototype.send) === Function.prototype,
    [...Object.keys(globalThis)].includes('WebSocket'),
  ],

  'constants are on the constructor, the prototype and every socket, and stay what they are': ({
    playground,
  }) => {
    const socket = new WebSocket(`${playground}/echo`);
    const holders = [WebSocket, WebSocket.prototype, socket] as unknown as Record<
      string,
      unknown
    >[];
    const seen = holders.map((holder) =>
      constants.map((name) => [
        holder[name],
        attempt(() => {
          holder[name] = 9;
        }),
        attempt(() => Reflect.deleteProperty(holder, name)),
        holder[name],
        showProperty(holder, name),
      ]),
    );
    return end(socket).then(() => seen);
  },

  'functions print themselves as native code, but for the name': () =>
    [
      WebSocket,
      WebSocket.prototype.send,
      WebSocket.prototype.close,
      WebSocket.prototype.constructor,
    ]
      .flatMap((each) => [
        String(each),
        Function.prototype.toString.call(each),
        `${each}`,
        attempt(() => Function.prototype.toString.call(Object.create(each))),
      ])
      .map((text) => (typeof text === 'string' ? withoutFunctionName(text) : text)),

  'instanceof and isPrototypeOf tell sockets from others': async ({ playground }) => {
    const socket = await open(`${playground}/echo`);
    const fake = Object.create(WebSocket.prototype);
    const seen = [
      [socket, fake, {}, null, 1].map((each) => (each as object) instanceof WebSocket),
      WebSocket[Symbol.hasInstance](socket),
      Function.prototype[Symbol.hasInstance].call(WebSocket, fake),
      Object.prototype.isPrototypeOf.call(WebSocket.prototype, socket),
      socket instanceof EventTarget,
      socket.constructor === WebSocket,
      Object.getPrototypeOf(socket) === WebSocket.prototype,
      Object.prototype.toString.call(socket),
      Reflect.ownKeys(socket).length,
      Object.keys(socket),
      JSON.stringify(socket),
    ];
    const inherited: string[] = [];
    for (const key in socket) inherited.push(key);
    await end(socket);
    return [...seen, inherited];
  },

  'getters and methods refuse objects that are not sockets': () => {
    const foreign: unknown[] = [
      undefined,
      null,
      1,
      'text',
      {},
      [],
      Object.create(WebSocket.prototype),
      WebSocket.prototype,
      WebSocket,
      new EventTarget(),
      new Proxy(new EventTarget(), {}),
    ];
    return [...accessors, ...handlers].map((name) => {
      const found = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
      return foreign.map((each) => [
        name,
        attempt(() => found?.get?.call(each)),
        attempt(() => found?.set?.call(each, null)),
        attempt(() => Reflect.apply(found?.set ?? String, each, [])),
      ]);
    });
  },

  'send and close refuse objects that are not sockets before they look at arguments': () => {
    const touches: string[] = [];
    const argument = {
      [Symbol.toPrimitive]: (hint: string) => {
        touches.push(hint);
        return 'text';
      },
    } as unknown as string;
    const foreign: unknown[] = [undefined, null, {}, WebSocket.prototype, new EventTarget()];
    const { send, close } = WebSocket.prototype;
    const seen = foreign.flatMap((each) => [
      attempt(() => send.call(each as WebSocket, argument)),
      attempt(() => close.call(each as WebSocket, argument as unknown as number, argument)),
      attempt(() => Reflect.apply(send, each as WebSocket, [])),
      attempt(() => Reflect.apply(close, each as WebSocket, [])),
    ]);
    return { seen, touches };
  },

  'send and close are no constructors and cannot be extended': () =>
    [WebSocket.prototype.send, WebSocket.prototype.close].map((method) => {
      const Method = method as unknown as new () => object;
      return [
        attempt(() => Reflect.construct(Method, [])),
        attempt(() => Reflect.construct(Object, [], Method)),
        attempt(() => new Method()),
        'prototype' in method,
        'caller' in method,
        attempt(() => (method as unknown as { caller: unknown }).caller),
        attempt(() => (method as unknown as { arguments: unknown }).arguments),
        attempt(() => Object.assign(method, { note: 1 })),
        attempt(() => Reflect.deleteProperty(method, 'note')),
        Reflect.ownKeys(method).map(String),
      ];
    }),

  'the page can replace, delete and restore the global and the methods': () => {
    const seen: unknown[] = [];
    const native = WebSocket;
    restoring(globalThis, 'WebSocket', () => {
      seen.push(Reflect.set(globalThis, 'WebSocket', 1), show(globalThis.WebSocket));
      seen.push(Reflect.deleteProperty(globalThis, 'WebSocket'), 'WebSocket' in globalThis);
    });
    seen.push(globalThis.WebSocket === native, showProperty(globalThis, 'WebSocket'));
    const { send } = WebSocket.prototype;
    restoring(WebSocket.prototype, 'send', () => {
      WebSocket.prototype.send = function (this: WebSocket, payload) {
        seen.push(show(payload));
        return send.call(this, payload);
      };
      seen.push(attempt(() => WebSocket.prototype.send.call(WebSocket.prototype, 'patched')));
      seen.push(Reflect.deleteProperty(WebSocket.prototype, 'send'), 'send' in WebSocket.prototype);
    });
    seen.push(WebSocket.prototype.send === send, Reflect.ownKeys(WebSocket.prototype).map(String));
    return seen;
  },

  'properties can be defined on the constructor as on any function': () => {
    const holder = WebSocket as unknown as Record<string, unknown>;
    const seen = [
      Reflect.set(holder, 'note', 'a'),
      holder['note'],
      Reflect.defineProperty(holder, 'name', { value: 'Other' }),
      WebSocket.name,
      Reflect.defineProperty(holder, 'name', { value: 'WebSocket' }),
      Reflect.deleteProperty(holder, 'note'),
      Reflect.setPrototypeOf(WebSocket, EventTarget),
      attempt(() => {
        holder['prototype'] = {};
      }),
      Reflect.getOwnPropertyDescriptor(holder, 'prototype')?.writable,
      showFunction(WebSocket),
    ];
    return seen;
  },

  'on* attributes take functions and objects, and null for anything else': async ({
    playground,
  }) => {
    const socket = await open(`${playground}/echo`);
    const values = [() => 1, {}, [], null, undefined, 1, 'text', Symbol('s'), new Date(0)];
    const seen = handlers.map((name) =>
      values.map((value) => {
        const holder = socket as unknown as Record<string, unknown>;
        holder[name] = value;
        return [holder[name] === value, show(holder[name])];
      }),
    );
    for (const name of handlers) (socket as unknown as Record<string, unknown>)[name] = null;
    await end(socket);
    return seen;
  },

  'binaryType takes its two values and ignores others': async ({ playground }) => {
    const socket = await open(`${playground}/echo`);
    const values = ['blob', 'arraybuffer', 'BLOB', '', 'text', null, undefined, 1, {}, Symbol('s')];
    const seen = values.map((value) => [
      attempt(() => {
        socket.binaryType = value as BinaryType;
      }),
      socket.binaryType,
    ]);
    await end(socket);
    return seen;
  },
};
