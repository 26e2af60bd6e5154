import { attempt, type Behaviours, closeOf, end, next, open, show } from './kit.ts';

/** The order in which listeners of every sort are called, and what they are called with. */
export const eventBehaviours: Behaviours = {
  'handlers and listeners run in the order in which they were first set': async ({
    playground,
  }) => {
    const seen: string[] = [];
    const socket = new WebSocket(`${playground}/echo`);
    const note = (text: string) => () => void seen.push(text);
    for (const type of ['open', 'message', 'close']) {
      socket.addEventListener(type, note(`${type} first`));
      Object.assign(socket, { [`on${type}`]: note(`on${type} replaced`) });
      socket.addEventListener(type, note(`${type} second`), { capture: true });
      socket.addEventListener(type, note(`${type} third`));
      // A handler keeps its place when another takes it over.
      Object.assign(socket, { [`on${type}`]: note(`on${type}`) });
    }
    await next(socket, 'open');
    socket.onmessage = null;
    socket.send('one');
    await next(socket, 'message');
    // Set anew, it comes last.
    socket.onmessage = note('onmessage again');
    socket.send('two');
    await next(socket, 'message');
    await end(socket);
    return seen;
  },

  'once, signal, capture, passive, objects, duplicates and removal work': async ({
    playground,
  }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    const controller = new AbortController();
    const twice = () => void seen.push('duplicate');
    const removed = () => void seen.push('removed');
    const object = {
      handleEvent(event: Event) {
        seen.push(['object', this === object, event.type]);
      },
    };
    const late: Partial<EventListenerObject> = {};
    socket.addEventListener('message', () => seen.push('once'), { once: true });
    socket.addEventListener('message', () => seen.push('signal'), { signal: controller.signal });
    socket.addEventListener('message', twice);
    socket.addEventListener('message', twice);
    socket.addEventListener('message', twice, true);
    socket.addEventListener('message', removed);
    socket.addEventListener('message', object);
    socket.addEventListener('message', late as EventListenerObject);
    (socket as EventTarget).addEventListener('message', null);
    late.handleEvent = () => void seen.push('late');
    socket.addEventListener(
      'message',
      (event) => {
        event.preventDefault();
        seen.push(['passive', event.defaultPrevented, event.cancelable]);
      },
      { passive: true },
    );
    socket.addEventListener('message', () => socket.removeEventListener('message', removed), true);
    for (const text of ['one', 'two', 'three']) {
      socket.send(text);
      await next(socket, 'message');
      seen.push('---');
      if (text === 'two') controller.abort();
    }
    seen.push(attempt(() => socket.addEventListener('message', 1 as unknown as EventListener)));
    seen.push(
      attempt(() => (socket as EventTarget).addEventListener('message', undefined as never)),
    );
    await end(socket);
    return seen;
  },

  'stopImmediatePropagation stops those that follow': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    socket.addEventListener('message', () => seen.push('first'));
    socket.addEventListener('message', (event) => {
      seen.push('stopper');
      event.stopImmediatePropagation();
      setTimeout(() => socket.close());
    });
    socket.onmessage = () => seen.push('never');
    socket.send('x');
    await next(socket, 'close');
    return seen;
  },

  'listeners added and removed during an event count as they do': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    const doomed = () => void seen.push('doomed');
    socket.addEventListener('message', () => {
      seen.push('adds');
      socket.addEventListener('message', () => seen.push('added'), { once: true });
      socket.removeEventListener('message', doomed);
    });
    socket.addEventListener('message', doomed);
    for (const text of ['one', 'two']) {
      socket.send(text);
      await next(socket, 'message');
    }
    await end(socket);
    return seen;
  },

  'microtasks run between listeners as they do': async ({ playground }) => {
    const seen: string[] = [];
    const socket = new WebSocket(`${playground}/echo`);
    for (const type of ['open', 'message', 'close'])
      for (const name of ['a', 'b'])
        socket.addEventListener(type, () => {
          seen.push(`${type} ${name}`);
          Promise.resolve().then(() => seen.push(`${type} ${name} then`));
          queueMicrotask(() => seen.push(`${type} ${name} microtask`));
        });
    await next(socket, 'open');
    socket.send('x');
    seen.push('sent');
    await next(socket, 'message');
    await end(socket);
    await Promise.resolve();
    return seen;
  },

  'messages, timers, microtasks and ports keep their order in a burst': async ({ obedient }) => {
    const socket = await open(obedient);
    const seen: string[] = [];
    socket.onmessage = ({ data }) => {
      seen.push(data);
      queueMicrotask(() => seen.push(`after ${data}`));
    };
    socket.send('burst 20');
    while (seen.length < 39) await next(socket, 'message');
    await end(socket);
    return seen;
  },

  'events have their class, members and values': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = new WebSocket(`${playground}/echo`);
    const look = (event: Event) => {
      const members: Record<string, unknown> = {};
      for (const key in event) {
        if (key === 'timeStamp' || key in Event) continue;
        const value: unknown = Reflect.get(event, key);
        members[key] = value === socket ? 'the socket' : show(value);
      }
      seen.push([
        event.constructor.name,
        members,
        Reflect.ownKeys(event).map(String),
        event.composedPath().map((target) => target === socket),
        window.event === event,
        [event.target, event.currentTarget, event.srcElement].map((each) => each === socket),
      ]);
    };
    for (const type of ['open', 'message', 'close']) socket.addEventListener(type, look);
    const { target } = await next(socket, 'open');
    socket.send('x');
    const message = await next<MessageEvent>(socket, 'message');
    await end(socket);
    return [
      seen,
      target === socket,
      [message.currentTarget, message.composedPath().length, message.eventPhase].map(show),
      show(window.event),
    ];
  },

  'this is the socket in handlers and listeners, and data is the same object each time': async ({
    playground,
  }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    socket.binaryType = 'arraybuffer';
    const datas: unknown[] = [];
    socket.onmessage = function (event) {
      seen.push(this === socket);
      datas.push(event.data, event.data);
    };
    socket.addEventListener('message', function (event) {
      seen.push(this === socket);
      datas.push(event.data);
    });
    socket.send(Uint8Array.of(1, 2));
    const { data } = await next<MessageEvent>(socket, 'message');
    seen.push(datas.map((each) => each === data));
    seen.push(Object.getPrototypeOf(data) === ArrayBuffer.prototype, data.resizable, data.detached);
    await end(socket);
    return seen;
  },

  'binaryType counts when the message is dispatched, also in the middle of a stream': async ({
    obedient,
  }) => {
    const socket = await open(obedient);
    const seen: unknown[] = [];
    socket.onmessage = ({ data }) => {
      seen.push(show(data), data instanceof Blob ? Reflect.ownKeys(data).length : '');
      socket.binaryType = socket.binaryType === 'blob' ? 'arraybuffer' : 'blob';
    };
    for (const size of [1, 2, 3, 0, 70_000, 1]) socket.send(`bytes ${size}`);
    socket.send('say last');
    while (!seen.includes('"last"')) await next(socket, 'message');
    await end(socket);
    return seen.map((each) => String(each).slice(0, 60));
  },

  'exceptions in handlers reach window.onerror in their order, and others still run': async ({
    playground,
  }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    const watch = (event: ErrorEvent) => {
      event.preventDefault();
      seen.push(['error event', event.message, show(event.error?.message)]);
    };
    window.addEventListener('error', watch);
    socket.addEventListener('message', () => {
      seen.push('first');
      throw new RangeError('from the first');
    });
    socket.onmessage = () => {
      seen.push('handler');
      throw new TypeError('from the handler');
    };
    socket.addEventListener('message', {
      get handleEvent(): never {
        throw new SyntaxError('from the getter of handleEvent');
      },
    });
    socket.addEventListener('message', {} as EventListenerObject);
    socket.addEventListener('message', () => seen.push('last'));
    const arrived = next(socket, 'message');
    socket.send('x');
    await arrived;
    window.removeEventListener('error', watch);
    await end(socket);
    return seen;
  },

  'onerror and onclose get what they get, and returning false means nothing': async ({
    obedient,
  }) => {
    const seen: unknown[] = [];
    const socket = await open(obedient);
    socket.onerror = (event) => {
      seen.push([event.type, event.constructor.name, Reflect.ownKeys(event).map(String)]);
      return false;
    };
    socket.onclose = (event) => seen.push(closeOf(event));
    socket.send('cut');
    const event = await next<CloseEvent>(socket, 'close');
    return [seen, event.defaultPrevented, event.cancelable, event.bubbles];
  },

  'events that the page dispatches itself run its listeners as they do': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    const note = (event: Event) =>
      seen.push([event.type, event.isTrusted, show(Reflect.get(event, 'data')), socket.readyState]);
    for (const type of ['open', 'message', 'error', 'close', 'batch', 'load'])
      socket.addEventListener(type, note);
    const touches: string[] = [];
    const dressed = Object.defineProperty(new MessageEvent('message', { data: 'own' }), 'data', {
      get: () => touches.push('data'),
    });
    seen.push(
      socket.dispatchEvent(new MessageEvent('message', { data: 'fake' })),
      socket.dispatchEvent(dressed),
      socket.dispatchEvent(new CloseEvent('close', { code: 4000 })),
      socket.dispatchEvent(new Event('open')),
      socket.dispatchEvent(new Event('message', { cancelable: true })),
      socket.dispatchEvent(new Event('batch')),
      attempt(() => socket.dispatchEvent({} as Event)),
    );
    const real = new Promise<MessageEvent>((done) => {
      socket.addEventListener('message', done, { once: true });
    });
    socket.send('real');
    const event = await real;
    seen.push(
      attempt(() => new EventTarget().dispatchEvent(event)),
      event.isTrusted,
    );
    await end(socket);
    return [seen, touches];
  },

  'timeStamp grows, lies in the past, and is a number like those of performance': async ({
    obedient,
  }) => {
    const socket = await open(obedient);
    const stamps: number[] = [];
    socket.onmessage = ({ timeStamp }) => stamps.push(timeStamp);
    socket.send('burst 10');
    while (stamps.length < 10) await next(socket, 'message');
    await end(socket);
    return [
      stamps.every((stamp, index) => index === 0 || stamp >= (stamps[index - 1] ?? 0)),
      stamps.every((stamp) => stamp > 0 && stamp <= performance.now()),
    ];
  },

  'send and close within handlers act at once': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = new WebSocket(`${playground}/echo`);
    socket.onopen = () => {
      socket.send('in open');
      seen.push(socket.bufferedAmount);
    };
    socket.onmessage = ({ data }) => {
      seen.push(data);
      socket.close(3000, 'in message');
      socket.send('too late');
      seen.push(socket.readyState, socket.bufferedAmount);
    };
    seen.push(closeOf(await next<CloseEvent>(socket, 'close')));
    seen.push(
      attempt(() => socket.send('closed')),
      socket.bufferedAmount,
    );
    return seen;
  },
};
