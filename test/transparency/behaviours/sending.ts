import { attempt, type Behaviours, closeOf, end, next, open, show, watched } from './kit.ts';

/** Payloads of every kind. Each is made anew, because some do not survive. */
const payloads: Readonly<Record<string, () => unknown>> = {
  'empty text': () => '',
  text: () => 'text',
  'text beyond ASCII': () => 'ünïcödé 🧦',
  'lone surrogates': () => '\ud800 a \udfff',
  'long text': () => 'long '.repeat(40_000),
  'an empty ArrayBuffer': () => new ArrayBuffer(0),
  'an ArrayBuffer': () => Uint8Array.of(1, 2, 3).buffer,
  'a large ArrayBuffer': () => new Uint8Array(200_000).fill(5).buffer,
  'a resizable ArrayBuffer': () => new ArrayBuffer(4, { maxByteLength: 8 }),
  'a view of a resizable buffer': () => new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 })),
  'a view out of bounds': () => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
    const view = new Uint8Array(buffer, 4, 4);
    buffer.resize(4);
    return view;
  },
  'a DataView out of bounds': () => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
    const view = new DataView(buffer, 4, 4);
    buffer.resize(4);
    return view;
  },
  'a detached ArrayBuffer': () => detached(new ArrayBuffer(4)),
  'a view of a detached buffer': () => {
    const view = new Uint8Array(4);
    detached(view.buffer);
    return view;
  },
  'a DataView of a detached buffer': () => {
    const view = new DataView(new ArrayBuffer(4));
    detached(view.buffer);
    return view;
  },
  'shared memory': () => sharedMemory(),
  'a view of shared memory': () => new Uint8Array(sharedMemory() as ArrayBuffer, 0, 4),
  'Uint8Array with an offset': () => new Uint8Array(Uint8Array.of(9, 8, 7, 6).buffer, 1, 2),
  Int8Array: () => Int8Array.of(-1, 2),
  Uint8ClampedArray: () => Uint8ClampedArray.of(300, 2),
  Int16Array: () => Int16Array.of(1, -2),
  Uint16Array: () => new Uint16Array(Uint16Array.of(1, 2, 3).buffer, 2, 1),
  Int32Array: () => Int32Array.of(7),
  Uint32Array: () => Uint32Array.of(7),
  Float32Array: () => Float32Array.of(1.5),
  Float64Array: () => Float64Array.of(1.5),
  BigInt64Array: () => BigInt64Array.of(1n),
  BigUint64Array: () => BigUint64Array.of(1n),
  'DataView with an offset': () => new DataView(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2),
  'a subclass of Uint8Array': () => new (class extends Uint8Array {})([4, 5]),
  'a Blob': () => new Blob(['blob ', Uint8Array.of(1)], { type: 'text/plain' }),
  'an empty Blob': () => new Blob(),
  'a part of a Blob': () => new Blob(['0123456789']).slice(2, 5),
  'a File': () => new File(['file'], 'name.txt'),
  undefined: () => undefined,
  null: () => null,
  numbers: () => 1.5,
  'minus zero': () => -0,
  NaN: () => Number.NaN,
  true: () => true,
  'a bigint': () => 12n,
  'a symbol': () => Symbol('s'),
  'a plain object': () => ({ a: 1 }),
  'an object without a prototype': () => Object.create(null),
  'an array': () => [1, ['two', null]],
  'an empty array': () => [],
  'a function': () => function named() {},
  'a Date': () => new Date(Date.UTC(2020, 0, 1)).toISOString(),
  'an invalid Date': () => new Date(Number.NaN),
  'a RegExp': () => /x/g,
  'an Error': () => new TypeError('text of an error'),
  'a boxed string': () => new String('boxed'),
  'a Map': () => new Map([[1, 2]]),
  'a Promise': () => Promise.resolve(1),
  'a socket': () => ({ toString: () => Object.prototype.toString.call(WebSocket.prototype) }),
  'an element': () => document.createElement('div'),
  'a link, which has a toString': () =>
    Object.assign(document.createElement('a'), { href: 'http://a.test/' }),
  'a URL': () => new URL('http://a.test/'),
  'a Proxy of an ArrayBuffer': () => new Proxy(new ArrayBuffer(2), {}),
  'a Proxy of a Uint8Array': () => new Proxy(new Uint8Array(2), {}),
  'a Proxy of a Blob': () => new Proxy(new Blob(['x']), {}),
  'a revoked Proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'a Proxy that breaks the rules for Proxies': () => {
    const fixed = Object.defineProperty({}, Symbol.toPrimitive, { value: () => 'fixed' });
    return new Proxy(fixed, { get: () => () => 'another' });
  },
  // An object of the type "undefined".
  'document.all': () => document.all,
  'a boxed symbol': () => Object(Symbol('s')),
  'a form': () => new FormData(),
  'search parameters': () => new URLSearchParams('a=1&b=ü'),
  'a response': () => new Response('body'),
  'the window': () => window,
  // Chromium 135, Firefox 129.
  Float16Array: () => {
    const { Float16Array: Class } = globalThis as { Float16Array?: typeof Float32Array };
    return Class === undefined ? 'no Float16Array' : Class.of(1.5, -2);
  },
  'a DataView of shared memory': () => new DataView(sharedMemory() as ArrayBuffer, 0, 4),
  'an object that poses as bytes': () => ({
    byteLength: 3,
    length: 3,
    0: 1,
    [Symbol.toStringTag]: 'Uint8Array',
  }),
  'an object with the prototype of an ArrayBuffer': () => Object.create(ArrayBuffer.prototype),
};

function detached(buffer: ArrayBuffer): ArrayBuffer {
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

/** Where SharedArrayBuffer is hidden, shared memory can still be had. */
const sharedMemory = (): unknown =>
  new WebAssembly.Memory({ shared: true, initial: 1, maximum: 1 }).buffer;

/** After the web platform tests' group Send-*. */
export const sendingBehaviours: Behaviours = {
  'every kind of payload is sent, or refused, as it is': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const [name, make] of Object.entries(payloads)) {
      const socket = await open(`${playground}/echo`);
      socket.binaryType = 'arraybuffer';
      const before = socket.bufferedAmount;
      const sent = attempt(() => socket.send(make() as string));
      const after = socket.bufferedAmount;
      const events: unknown[] = [];
      socket.onerror = () => events.push('error');
      socket.onmessage = ({ data }) => events.push(show(data));
      socket.onclose = (event) => events.push(closeOf(event));
      socket.send('last');
      await new Promise<void>((done) => {
        socket.addEventListener('message', ({ data }) => data === 'last' && done());
        socket.addEventListener('close', () => done());
      });
      seen.push([name, before, sent, after, [...events]]);
      await end(socket);
    }
    return seen;
  },

  'every kind of payload is refused while connecting, after its conversion': async ({
    playground,
  }) => {
    const socket = new WebSocket(`${playground}/echo`);
    const seen = Object.entries(payloads).map(([name, make]) => [
      name,
      attempt(() => socket.send(make() as string)),
    ]);
    await end(socket);
    return seen;
  },

  'every kind of payload only raises bufferedAmount once the socket closes': async ({
    playground,
  }) => {
    const seen: unknown[] = [];
    const closing = await open(`${playground}/echo`);
    closing.close();
    const closed = await open(`${playground}/echo`);
    await end(closed);
    for (const socket of [closing, closed])
      for (const [name, make] of Object.entries(payloads))
        seen.push([name, attempt(() => socket.send(make() as string)), socket.bufferedAmount]);
    await end(closing);
    return [seen, closing.bufferedAmount];
  },

  'the number of arguments matters as it does': async ({ playground }) => {
    const socket = await open(`${playground}/echo`);
    const { send } = WebSocket.prototype;
    const seen = [
      attempt(() => Reflect.apply(send, socket, [])),
      attempt(() => Reflect.apply(send, socket, ['a', 'b', {}])),
      attempt(() => Reflect.apply(send, socket, [undefined])),
    ];
    await end(socket);
    return seen;
  },

  'conversion touches the object as often and in the same order': async ({ playground }) => {
    const seen: unknown[] = [];
    const states = [
      new WebSocket(`${playground}/echo`),
      await open(`${playground}/echo`),
      await open(`${playground}/echo`),
    ];
    await end(states[2] as WebSocket);
    for (const socket of states) {
      const touches: string[] = [];
      const objects: unknown[] = [
        watched({}, touches, 'plain'),
        watched({ toString: () => 'text' }, touches, 'toString'),
        watched({ toString: null, valueOf: () => 'text' }, touches, 'valueOf'),
        watched({ toString: () => ({}), valueOf: () => ({}) }, touches, 'neither'),
        watched({ [Symbol.toPrimitive]: (hint: string) => hint }, touches, 'toPrimitive'),
        watched({ [Symbol.toPrimitive]: () => 1 }, touches, 'toPrimitive to number'),
        watched({ [Symbol.toPrimitive]: () => Symbol('s') }, touches, 'toPrimitive to symbol'),
        watched({ [Symbol.toPrimitive]: 1 }, touches, 'no function'),
        watched([1, [2]], touches, 'array'),
        watched(() => 1, touches, 'function'),
        watched(new ArrayBuffer(2), touches, 'buffer'),
        watched(new Uint8Array(2), touches, 'bytes'),
        watched(new Blob(['x']), touches, 'blob'),
        watched(new Date(0), touches, 'date'),
        { toJSON: () => touches.push('toJSON'), toString: () => touches.push('toString') },
      ];
      for (const each of objects) {
        seen.push(attempt(() => socket.send(each as string)));
        touches.push('---');
      }
      seen.push(touches);
    }
    for (const socket of states) await end(socket);
    return seen;
  },

  'getters on buffers and Blobs are not touched': async ({ playground }) => {
    const touches: string[] = [];
    const names = [
      ...['length', 'byteLength', 'byteOffset', 'buffer', 'constructor', 'size', 'type', 'then'],
      ...['toString', 'valueOf', 'toJSON', 'slice', 'arrayBuffer', 'stream', 'maxByteLength'],
      ...[Symbol.toStringTag, Symbol.iterator, Symbol.toPrimitive, Symbol.species],
    ];
    const spied = <Target extends object>(target: Target): Target => {
      for (const name of names)
        Object.defineProperty(target, name, {
          get: () => {
            touches.push(String(name));
            return undefined;
          },
        });
      return target;
    };
    const socket = await open(`${playground}/echo`);
    socket.binaryType = 'arraybuffer';
    const echoes: unknown[] = [];
    socket.onmessage = ({ data }) => echoes.push(show(data));
    socket.send(spied(new ArrayBuffer(2)));
    socket.send(spied(Uint8Array.of(1, 2)));
    socket.send(spied(new DataView(new ArrayBuffer(3))));
    socket.send(spied(new Blob(['blob'])));
    socket.send('last');
    while (echoes.at(-1) !== '"last"') await next(socket, 'message');
    await end(socket);
    return [echoes, touches];
  },

  'a conversion may close the socket, send in between, or throw': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    socket.onmessage = ({ data }) => seen.push(data);
    const thrown = { an: 'object' };
    const acts: (() => string)[] = [
      () => {
        socket.send('inner');
        return 'outer';
      },
      () => {
        throw thrown;
      },
      () => {
        socket.close(3000);
        return 'after close';
      },
    ];
    for (const act of acts) {
      try {
        socket.send({ toString: act } as unknown as string);
        seen.push(['sent', socket.readyState, socket.bufferedAmount]);
      } catch (error) {
        seen.push(['threw', error === thrown]);
      }
    }
    seen.push(closeOf(await next<CloseEvent>(socket, 'close')), socket.bufferedAmount);
    return seen;
  },

  'bytes are those at the call, whatever the page does with the buffer afterwards': async ({
    playground,
  }) => {
    const socket = await open(`${playground}/echo`);
    socket.binaryType = 'arraybuffer';
    const echoes: unknown[] = [];
    socket.onmessage = ({ data }) => echoes.push(show(data));
    const bytes = Uint8Array.of(1, 2, 3);
    socket.send(bytes);
    bytes.fill(9);
    socket.send(bytes.buffer);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    socket.send('last');
    while (echoes.at(-1) !== '"last"') await next(socket, 'message');
    await end(socket);
    return [echoes, bytes.length];
  },

  'texts, bytes and Blobs keep their order, and bufferedAmount grows with each': async ({
    playground,
  }) => {
    const socket = await open(`${playground}/echo`);
    socket.binaryType = 'arraybuffer';
    const echoes: unknown[] = [];
    socket.onmessage = ({ data }) => echoes.push(show(data));
    const amounts = [
      'one',
      new Blob(['two']),
      'three',
      Uint8Array.of(4),
      new Blob(['five']),
      'six',
    ].map((payload) => {
      socket.send(payload);
      return socket.bufferedAmount;
    });
    while (echoes.length < 6) await next(socket, 'message');
    const drained = socket.bufferedAmount;
    await end(socket);
    return [amounts, echoes, drained];
  },

  'send returns undefined and queues no microtask': async ({ playground }) => {
    const socket = await open(`${playground}/echo`);
    const order: unknown[] = [];
    const microtasks = Promise.resolve().then(() => order.push('microtask'));
    order.push(show(socket.send('text')), show(socket.send(new Blob(['x']))), 'after');
    await microtasks;
    order.push(show(socket.close()));
    await next(socket, 'close');
    return order;
  },
};
