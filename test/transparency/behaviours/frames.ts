import { withoutWordsAboutExtending } from '../accepted.ts';
import { attempt, type Behaviours, closeOf, end, next, show, stateOf } from './kit.ts';

type View = Window & typeof globalThis;

function append(prepare: (frame: HTMLIFrameElement) => void = () => {}): {
  frame: HTMLIFrameElement;
  view: View;
} {
  const frame = document.createElement('iframe');
  prepare(frame);
  document.body.append(frame);
  // It is of this origin, or its view is not used.
  return { frame, view: frame.contentWindow as View };
}

/** A document's script: makes a socket, and posts all that it saw to its parent. */
const echoing = (url: string): string => `
  const seen = [WebSocket.name, Reflect.ownKeys(WebSocket.prototype).length, self.origin,
    Object.getOwnPropertyNames(window).length, document.documentElement.outerHTML.length, document.scripts.length];
  const socket = new WebSocket(${JSON.stringify(url)}, ['echo.v1']);
  socket.onopen = () => { socket.send('text'); socket.send(new Blob(['blob'])); };
  socket.onmessage = ({ data, origin, isTrusted }) => {
    seen.push(String(data), origin, isTrusted);
    if (typeof data !== 'string') socket.close(3000, 'enough');
  };
  socket.onerror = () => seen.push('error');
  socket.onclose = ({ code, reason }) => parent.postMessage([...seen, code, reason], '*');`;

const waitForTask = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** Frames of every origin, and what becomes of sockets whose window goes. */
export const frameBehaviours: Behaviours = {
  "events, their data and their classes are those of the frame's window": async ({
    playground,
  }) => {
    const { frame, view } = append();
    const socket = new view.WebSocket(`${playground}/echo`);
    const seen: unknown[] = [];
    const look = (event: Event) => {
      const { data } = event as MessageEvent;
      seen.push([
        event.type,
        event instanceof Event,
        event instanceof view.Event,
        event.constructor === Reflect.get(view, event.constructor.name),
        Object.getPrototypeOf(event) === Reflect.get(view, event.constructor.name).prototype,
        data instanceof view.ArrayBuffer,
        data instanceof view.Blob,
        view.event === event,
        show(window.event),
      ]);
    };
    for (const type of ['open', 'message', 'close']) socket.addEventListener(type, look);
    await next(socket, 'open');
    for (const type of ['blob', 'arraybuffer'] as const) {
      socket.binaryType = type;
      // Sent by the parent's function, with the parent's bytes.
      WebSocket.prototype.send.call(socket, Uint8Array.of(1, 2, 3));
      await next(socket, 'message');
    }
    await end(socket);
    frame.remove();
    return seen;
  },

  'frames of opaque and other origins have sockets like any': async ({ playground }) => {
    const page = `<script>${echoing(`${playground}/echo`)}</script>`;
    const blob = () => URL.createObjectURL(new Blob([page], { type: 'text/html' }));
    const kinds: Record<string, (frame: HTMLIFrameElement) => void> = {
      'sandboxed srcdoc': (frame) => {
        frame.sandbox.add('allow-scripts');
        frame.srcdoc = page;
      },
      srcdoc: (frame) => {
        frame.srcdoc = page;
      },
      'data:': (frame) => {
        frame.src = `data:text/html,${encodeURIComponent(page)}`;
      },
      'blob:': (frame) => {
        frame.src = blob();
      },
      'sandboxed blob:': (frame) => {
        frame.sandbox.add('allow-scripts');
        frame.src = blob();
      },
    };
    const seen: unknown[] = [];
    for (const [name, prepare] of Object.entries(kinds)) {
      const told = next<MessageEvent>(window, 'message');
      const { frame } = append(prepare);
      // Ports of the loopback differ from run to run, but not between these.
      seen.push(name, (await told).data);
      frame.remove();
    }
    return seen;
  },

  'a frame may be removed in each handler of its socket': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const [type, path] of [
      ['open', '/echo'],
      ['message', '/ticker'],
      ['error', '/fail'],
      ['close', '/fail'],
    ] as const) {
      const { frame, view } = append();
      const socket = new view.WebSocket(playground + path);
      await new Promise<void>((done) => {
        socket.addEventListener(type, () => {
          frame.remove();
          seen.push([
            type,
            socket.readyState,
            attempt(() => socket.send('gone')),
            attempt(() => socket.close()),
            socket.readyState,
          ]);
          done();
        });
        socket.addEventListener(type, () => seen.push('the next listener'));
        socket.addEventListener('close', () => seen.push('close'));
      });
      await waitForTask();
    }
    return seen;
  },

  'a conversion may remove the frame whose socket sends': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const act of ['send', 'construct'] as const) {
      const { frame, view } = append();
      const url = `${playground}/echo`;
      const socket = new view.WebSocket(url);
      await next(socket, 'open');
      const remover = {
        toString() {
          frame.remove();
          return act === 'send' ? 'sent' : url;
        },
      } as unknown as string;
      const result = attempt(() =>
        act === 'send' ? socket.send(remover) : new view.WebSocket(remover).readyState,
      );
      seen.push([act, result, socket.readyState]);
    }
    return seen;
  },

  'a socket outlives, or not, the document.open of its window': async ({ playground }) => {
    const { frame, view } = append();
    const socket = new view.WebSocket(`${playground}/echo`);
    const seen: unknown[] = [];
    await next(socket, 'open');
    socket.addEventListener('close', (event) => seen.push(closeOf(event)));
    view.document.open();
    view.document.write('<p>written');
    view.document.close();
    seen.push(
      socket.readyState,
      attempt(() => socket.send('after')),
    );
    const answer = await Promise.race([next(socket, 'message'), next(socket, 'close')]);
    seen.push(answer.type, stateOf(socket));
    frame.remove();
    return seen;
  },

  'a frame that navigates ends its sockets, and has new ones': async ({ playground }) => {
    const { frame, view } = append();
    const before = view.WebSocket;
    const socket = new view.WebSocket(`${playground}/echo`);
    await next(socket, 'open');
    const seen: unknown[] = [];
    const loaded = next(frame, 'load');
    frame.srcdoc = '<p>navigated';
    await loaded;
    await waitForTask();
    seen.push(
      view.WebSocket === before,
      attempt(() => socket.send('x')),
      attempt(() => new before(`${playground}/echo`).readyState),
    );
    const another = new view.WebSocket(`${playground}/echo`);
    await next(another, 'open');
    await end(another);
    frame.remove();
    return seen;
  },

  'a window whose built-ins and interfaces are frozen has sockets like any': async ({
    playground,
  }) => {
    const { frame, view } = append();
    const seen: unknown[] = [];
    const frozen = new Set<unknown>();
    const freeze = (value: unknown): void => {
      if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return;
      if (frozen.has(value) || value === view || value === view.document) return;
      frozen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        const found = Reflect.getOwnPropertyDescriptor(value, key);
        for (const each of [found?.value, found?.get, found?.set]) freeze(each);
      }
      freeze(Reflect.getPrototypeOf(value));
      seen.push(...(Reflect.isExtensible(Object.freeze(value)) ? ['not frozen'] : []));
    };
    const names = [
      'Object',
      'Function',
      'Array',
      'Error',
      'Promise',
      'Reflect',
      'Proxy',
      'WeakMap',
    ];
    for (const name of [...names, 'WebSocket', 'Blob', 'ArrayBuffer', 'MessagePort', 'CloseEvent'])
      freeze(Reflect.get(view, name));
    const { WebSocket: Theirs } = view;
    seen.push(Object.isFrozen(Theirs), Object.isFrozen(Theirs.prototype.send));
    const socket = new Theirs(`${playground}/echo`, ['echo.v1']);
    socket.binaryType = 'arraybuffer';
    seen.push(attempt(() => socket.send('early')));
    await next(socket, 'open');
    for (const payload of ['text', Uint8Array.of(1), new view.Blob(['blob'])]) {
      socket.send(payload);
      seen.push(show((await next<MessageEvent>(socket, 'message')).data));
    }
    seen.push(Reflect.set(Theirs, 'own', 1), Reflect.defineProperty(Theirs, 'own', { value: 1 }));
    try {
      Object.assign(Theirs, { own: 1 });
    } catch (error) {
      seen.push(error instanceof TypeError, withoutWordsAboutExtending(String(error)));
    }
    const closed = next<CloseEvent>(socket, 'close');
    socket.close(3000, 'enough');
    seen.push(closeOf(await closed));
    frame.remove();
    return seen;
  },
};
