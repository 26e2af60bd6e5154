import { attempt, type Behaviours, closeOf, end, next, open, stateOf, watched } from './kit.ts';

const codes: unknown[] = [
  undefined,
  null,
  0,
  1,
  999,
  1000,
  1001,
  1004,
  1005,
  1006,
  1015,
  2999,
  3000,
  4999,
  5000,
  65536 + 1000,
  65536 + 3000,
  -1,
  1000.4,
  2999.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '1000',
  '3000',
  'text',
  true,
  {},
  [3000],
  Symbol('code'),
  3000n,
];
const reasons: unknown[] = [
  undefined,
  null,
  '',
  'x'.repeat(123),
  'x'.repeat(124),
  'ü'.repeat(61),
  'ü'.repeat(62),
  '…'.repeat(41),
  '…'.repeat(42),
  '\ud800'.repeat(41),
  '\ud800'.repeat(42),
  {},
  Symbol('reason'),
  1,
];

/** After the web platform tests' group Close-*. */
export const closingBehaviours: Behaviours = {
  'close checks codes and reasons as it does, on an open socket': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const code of codes) {
      const socket = await open(`${playground}/echo`);
      seen.push([String(code), attempt(() => socket.close(code as number)), socket.readyState]);
      if (socket.readyState === WebSocket.OPEN) socket.close();
      seen.push(closeOf(await next<CloseEvent>(socket, 'close')));
    }
    return seen;
  },

  'close checks codes and reasons as it does, in every state': async ({ playground }) => {
    const sockets = [new WebSocket(`${playground}/echo`), await open(`${playground}/echo`)];
    const [, closing] = sockets;
    closing?.close();
    const closed = await open(`${playground}/echo`);
    await end(closed);
    const connecting = new WebSocket(`${playground}/echo`);
    const connectingState = connecting.readyState;
    const refusals = codes
      .filter((code) => ![undefined, 1000, '1000', 1000.4, 66536, 4999].includes(code as number))
      .map((code) => attempt(() => connecting.close(code as number)));
    const seen = [closing, closed].map((socket) => [
      codes.map((code) => attempt(() => socket?.close(code as number))),
      reasons.map((reason) => attempt(() => socket?.close(1000, reason as string))),
      reasons.map((reason) => attempt(() => socket?.close(undefined, reason as string))),
      attempt(() => Reflect.apply(WebSocket.prototype.close, socket, [1000, 'a', 'too many'])),
    ]);
    connecting.close();
    for (const socket of [...sockets, connecting]) await end(socket);
    return [seen, connectingState, refusals];
  },

  'reasons are turned into text and cut nowhere': async ({ playground }) => {
    const seen: unknown[] = [];
    for (const reason of reasons) {
      const socket = await open(`${playground}/echo`);
      seen.push(attempt(() => socket.close(3000, reason as string)));
      if (socket.readyState === WebSocket.OPEN) socket.close();
      seen.push(closeOf(await next<CloseEvent>(socket, 'close')));
    }
    return seen;
  },

  'arguments of close are converted once and in order': async ({ playground }) => {
    const touches: string[] = [];
    const socket = await open(`${playground}/echo`);
    const code = watched({ valueOf: () => 3333 }, touches, 'code') as unknown as number;
    const reason = watched({ toString: () => 'why' }, touches, 'reason') as unknown as string;
    const bad = watched({ valueOf: () => 1 }, touches, 'bad code') as unknown as number;
    const refused = attempt(() => socket.close(bad, reason));
    touches.push('---');
    const accepted = attempt(() => socket.close(code, reason));
    const event = await next<CloseEvent>(socket, 'close');
    touches.push('--- closed');
    return [refused, accepted, closeOf(event), attempt(() => socket.close(code, reason)), touches];
  },

  'closing while connecting ends with error and close, in their order': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = new WebSocket(`${playground}/echo`);
    for (const type of ['open', 'error', 'close'])
      socket.addEventListener(type, () => seen.push([type, socket.readyState]));
    socket.onclose = () => seen.push('onclose');
    seen.push(
      socket.readyState,
      attempt(() => socket.close(3001, 'early')),
      socket.readyState,
    );
    seen.push(
      attempt(() => socket.close()),
      socket.readyState,
    );
    const event = await next<CloseEvent>(socket, 'close');
    return [seen, closeOf(event), stateOf(socket)];
  },

  'the server closes with codes and reasons of its own, or cuts': async ({ obedient }) => {
    const seen: unknown[] = [];
    for (const order of ['close', 'close 1000', 'close 1001 going', 'close 4321 ünïcödé', 'cut']) {
      const socket = await open(obedient);
      const events: unknown[] = [];
      for (const type of ['error', 'close'])
        socket.addEventListener(type, () => events.push([type, socket.readyState]));
      socket.send(order);
      seen.push(order, closeOf(await next<CloseEvent>(socket, 'close')), events);
    }
    return seen;
  },

  'a second close changes nothing, in a handler neither': async ({ playground }) => {
    const seen: unknown[] = [];
    const socket = await open(`${playground}/echo`);
    socket.onclose = () => {
      seen.push(
        attempt(() => socket.close(3002, 'third')),
        socket.readyState,
      );
    };
    socket.close(3000, 'first');
    seen.push(
      socket.readyState,
      attempt(() => socket.close(3001, 'second')),
    );
    const event = await next<CloseEvent>(socket, 'close');
    return [seen, closeOf(event)];
  },
};
