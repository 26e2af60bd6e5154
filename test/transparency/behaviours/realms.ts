import { attempt, type Behaviours, end, next, show, stateOf, watched } from './kit.ts';

type View = Window & typeof globalThis;

async function withFrame<Result>(
  act: (view: View, frame: HTMLIFrameElement) => Promise<Result>,
): Promise<Result> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  try {
    return await act(frame.contentWindow as View, frame);
  } finally {
    frame.remove();
  }
}

/** Two windows of one origin. */
export const realmBehaviours: Behaviours = {
  "a frame's WebSocket is another one with the same shape": () =>
    withFrame(async (view) => [
      view.WebSocket === WebSocket,
      view.WebSocket.prototype === WebSocket.prototype,
      view.WebSocket.prototype.send === WebSocket.prototype.send,
      Object.getPrototypeOf(view.WebSocket) === view.EventTarget,
      view.WebSocket.prototype.constructor === view.WebSocket,
      Reflect.ownKeys(view.WebSocket).map(String),
      Reflect.ownKeys(view.WebSocket.prototype).map(String),
    ]),

  "a frame's constructor resolves URLs against the frame and makes the frame's sockets": ({
    playground,
  }) =>
    withFrame(async (view) => {
      const socket = new view.WebSocket(`${playground}/echo`);
      const relative = attempt(() => new view.WebSocket('relative').url);
      const seen = [
        socket instanceof WebSocket,
        socket instanceof view.WebSocket,
        socket.constructor === view.WebSocket,
        Object.prototype.toString.call(socket),
        stateOf(socket),
        relative,
        attempt(() => new view.WebSocket('ftp:x')),
        attempt(() => Reflect.construct(view.WebSocket, [])),
      ];
      await next(socket, 'open');
      await end(socket);
      return seen;
    }),

  'methods of one window work on sockets of the other, both ways': ({ playground }) =>
    withFrame(async (view) => {
      const theirs = new view.WebSocket(`${playground}/echo`);
      const ours = new WebSocket(`${playground}/echo`);
      const early = [
        attempt(() => WebSocket.prototype.send.call(theirs, 'x')),
        attempt(() => view.WebSocket.prototype.send.call(ours, 'x')),
      ];
      await Promise.all([next(theirs, 'open'), next(ours, 'open')]);
      const seen: unknown[] = [early];
      for (const [socket, other] of [
        [theirs, WebSocket],
        [ours, view.WebSocket],
      ] as const) {
        socket.binaryType = 'arraybuffer';
        const texts: unknown[] = [];
        socket.onmessage = ({ data }) => texts.push(show(data));
        other.prototype.send.call(socket, 'across');
        other.prototype.send.call(socket, view.Uint8Array.of(1, 2));
        other.prototype.send.call(socket, new view.Blob(['frame']));
        other.prototype.send.call(socket, Uint8Array.of(3).buffer);
        socket.send('own');
        while (texts.length < 5) await next(socket, 'message');
        seen.push(texts.map((text) => String(text).replace('[object ', '')));
        const closed = next<CloseEvent>(socket, 'close');
        seen.push(attempt(() => other.prototype.close.call(socket, 3000, 'across')));
        seen.push((await closed).reason);
        const url = Object.getOwnPropertyDescriptor(other.prototype, 'url')?.get;
        seen.push(
          attempt(() => url?.call(socket)),
          attempt(() => url?.call({})),
        );
      }
      return seen;
    }),

  'new.target of the other window gives its prototype': ({ playground }) =>
    withFrame(async (view) => {
      const touches: string[] = [];
      const url = `${playground}/echo`;
      const odd = view.Function('') as unknown as { prototype: unknown };
      odd.prototype = 1;
      const sockets = [
        Reflect.construct(WebSocket, [url], view.WebSocket),
        Reflect.construct(view.WebSocket, [url], WebSocket),
        Reflect.construct(WebSocket, [url], odd as unknown as () => void),
        Reflect.construct(WebSocket, [url], watched(view.WebSocket, touches, 'theirs')),
      ] as WebSocket[];
      const seen = sockets.map((socket) => [
        Object.getPrototypeOf(socket) === WebSocket.prototype,
        Object.getPrototypeOf(socket) === view.WebSocket.prototype,
        attempt(() => WebSocket.prototype.close.call(socket)),
      ]);
      return [seen, touches];
    }),

  'errors belong to the window whose function was called': () =>
    withFrame(async (view) => {
      const realmOf = (act: () => unknown) => {
        try {
          act();
          return 'nothing thrown';
        } catch (error) {
          return [
            error instanceof DOMException,
            error instanceof view.DOMException,
            error instanceof TypeError,
            error instanceof view.TypeError,
          ];
        }
      };
      const call = view.WebSocket as unknown as () => void;
      return [
        realmOf(() => new view.WebSocket('ftp:x')),
        realmOf(() => new WebSocket('ftp:x')),
        realmOf(() => Reflect.construct(view.WebSocket, [])),
        realmOf(() => call()),
        realmOf(() => view.WebSocket.prototype.send.call({} as WebSocket, 'x')),
        realmOf(() => Reflect.apply(view.WebSocket.prototype.send, {}, [])),
        realmOf(() => Reflect.construct(WebSocket, ['x', Symbol('s')], view.WebSocket)),
        realmOf(() => new view.WebSocket(Symbol('s') as unknown as string)),
      ];
    }),

  'a socket of a frame that is removed ends as it does': ({ playground }) =>
    withFrame(async (view, frame) => {
      const socket = new view.WebSocket(`${playground}/echo`);
      await next(socket, 'open');
      const { WebSocket: Theirs } = view;
      const seen: unknown[] = [];
      socket.onclose = () => seen.push('close event');
      frame.remove();
      seen.push(
        attempt(() => socket.readyState),
        attempt(() => socket.send('gone')),
        attempt(() => socket.close()),
        attempt(() => socket.readyState),
        attempt(() => new Theirs(`${playground}/echo`).readyState),
        attempt(() => Theirs.prototype.send.call(socket, 'gone')),
      );
      await new Promise((done) => setTimeout(done, 0));
      return seen;
    }),

  'every kind of frame has the same WebSocket at once': async () => {
    const kinds: Record<string, (frame: HTMLIFrameElement) => void> = {
      blank: () => {},
      'about:blank': (frame) => {
        frame.src = 'about:blank';
      },
      srcdoc: (frame) => {
        frame.srcdoc = '<p>srcdoc';
      },
      'javascript:': (frame) => {
        frame.src = 'javascript:"text"';
      },
    };
    const seen: unknown[] = [];
    for (const [name, prepare] of Object.entries(kinds)) {
      const frame = document.createElement('iframe');
      prepare(frame);
      const loaded = next(frame, 'load');
      document.body.append(frame);
      const look = () => {
        const view = frame.contentWindow as View;
        return [
          view.WebSocket.name,
          Reflect.ownKeys(view.WebSocket.prototype).length,
          Object.getOwnPropertyNames(view).length,
          view.document.documentElement?.outerHTML.length,
        ];
      };
      const early = look();
      await loaded;
      seen.push(name, early, look());
      frame.remove();
    }
    return seen;
  },
};
