import { attempt, type Behaviours, end, next, open, restoring, show, stateOf } from './kit.ts';

const readOnly = ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol'] as const;
const handlers = ['onopen', 'onmessage', 'onerror', 'onclose'] as const;

/** After the web platform tests' groups interfaces/WebSocket/bufferedAmount, readyState, url, protocol, events. */
export const attributeBehaviours: Behaviours = {
  'attributes of a socket can be neither assigned nor deleted, and can be hidden': async ({
    playground,
  }) => {
    const socket = await open(`${playground}/echo`);
    const holder = socket as unknown as Record<string, unknown>;
    const seen: unknown[] = [stateOf(socket)];
    for (const name of readOnly) {
      seen.push([
        name,
        attempt(() => {
          holder[name] = 'assigned';
        }),
        Reflect.set(socket, name, 'set'),
        attempt(() => delete holder[name]),
        String(holder[name]).slice(0, 5),
        Object.hasOwn(socket, name),
      ]);
    }
    for (const name of [...readOnly, 'send', 'close', 'onmessage', 'constructor'])
      Object.defineProperty(socket, name, { configurable: true, value: `own ${name}` });
    seen.push(Reflect.ownKeys(socket).map((key) => [String(key), holder[String(key)]]));
    WebSocket.prototype.send.call(socket, 'though hidden');
    const { data } = await next<MessageEvent>(socket, 'message');
    for (const name of Reflect.ownKeys(socket)) Reflect.deleteProperty(socket, name);
    await end(socket);
    return [seen, data];
  },

  'accessors that the page puts on the prototype are its own, and the socket works on': async ({
    playground,
  }) => {
    const touches: string[] = [];
    const seen: unknown[] = [];
    const restores: (() => void)[] = [];
    for (const name of [...readOnly, 'binaryType', ...handlers]) {
      const before = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
      Object.defineProperty(WebSocket.prototype, name, {
        configurable: true,
        get: () => {
          touches.push(`get ${name}`);
          return `own ${name}`;
        },
        set: () => touches.push(`set ${name}`),
      });
      restores.push(() => Object.defineProperty(WebSocket.prototype, name, before ?? {}));
    }
    const socket = new WebSocket(`${playground}/echo`, 'echo.v1');
    await next(socket, 'open');
    socket.send('x');
    socket.send(Uint8Array.of(1));
    await next(socket, 'message');
    seen.push(socket.url, socket.readyState, socket.bufferedAmount);
    const closed = next(socket, 'close');
    socket.close();
    await closed;
    for (const restore of restores) restore();
    return [seen, touches, stateOf(socket)];
  },

  'methods and accessors can be deleted from the prototype and from EventTarget': async ({
    playground,
  }) => {
    const seen: unknown[] = [];
    const { send, close } = WebSocket.prototype;
    const { addEventListener } = EventTarget.prototype;
    let socket: WebSocket | undefined;
    const made = restoring(EventTarget.prototype, 'addEventListener', () => {
      Reflect.deleteProperty(EventTarget.prototype, 'addEventListener');
      restoring(WebSocket.prototype, 'url', () => {
        Reflect.deleteProperty(WebSocket.prototype, 'url');
        socket = new WebSocket(`${playground}/echo`);
        seen.push(socket.url, 'addEventListener' in socket);
      });
      return socket;
    });
    if (made === undefined) return seen;
    await new Promise((done) => addEventListener.call(made, 'open', done));
    send.call(made, 'x');
    seen.push((await next<MessageEvent>(made, 'message')).data);
    const closed = next(made, 'close');
    close.call(made);
    await closed;
    return [seen, stateOf(made)];
  },

  'handlers are null at first, and after undefined and null': ({ playground }) => {
    const socket = new WebSocket(`${playground}/echo`) as WebSocket & Record<string, unknown>;
    const seen = handlers.map((name) => {
      const holder = socket as Record<string, unknown>;
      const values = [holder[name]];
      for (const value of [() => 1, undefined, () => 1, null]) {
        holder[name] = value;
        values.push(holder[name]);
      }
      return values.map((value) => show(value));
    });
    return end(socket).then(() => seen);
  },

  'bufferedAmount stays what it is until the task ends, also over a synchronous request': async ({
    playground,
  }) => {
    const socket = await open(`${playground}/echo`);
    const seen: unknown[] = [socket.bufferedAmount];
    socket.send('héllo');
    seen.push(socket.bufferedAmount);
    const request = new XMLHttpRequest();
    request.open('GET', '/behaviours.js', false);
    request.send();
    seen.push(socket.bufferedAmount);
    await Promise.resolve();
    seen.push(socket.bufferedAmount);
    socket.send(new Blob(['more']));
    seen.push(socket.bufferedAmount);
    await end(socket);
    // What was never sent is never taken off.
    socket.send('x'.repeat(1000));
    seen.push(socket.bufferedAmount);
    await new Promise((done) => setTimeout(done));
    return [seen, socket.bufferedAmount];
  },

  'many messages of 64 KiB are taken, in order, under back-pressure': async ({ playground }) => {
    const socket = await open(`${playground}/echo`);
    socket.binaryType = 'arraybuffer';
    const firsts: number[] = [];
    const all = new Promise<void>((done) => {
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
        firsts.push(new Uint8Array(data)[0] ?? -1);
        if (firsts.length === 100) done();
      };
    });
    for (let number = 0; number < 100; number++) socket.send(new Uint8Array(65_536).fill(number));
    const buffered = socket.bufferedAmount;
    await all;
    const drained = socket.bufferedAmount;
    await end(socket);
    return [buffered, drained, firsts];
  },
};
