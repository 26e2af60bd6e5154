import { recordFlag, recordKind } from '../extension/protocol/record-layout.ts';
import { callSite } from './call-site.ts';
import type { Log } from './log.ts';
import * as natives from './natives.ts';
import { needsConversion } from './payload.ts';
import type { SocketState, Sockets } from './sockets.ts';
import { isReadByIndex, listed, type SeenProtocols, watchProtocols } from './watch-protocols.ts';

/**
 * Puts Proxies around the constructor, `send` and `close`. The browser's own functions do the work, on
 * the page's own objects, first; what they return or throw is what the page gets.
 */
export function wrapWebSocket(log: Log, sockets: Sockets): void {
  // Not taken out of `natives` by a pattern, for which the bundle would have to hold all names of it.
  const NativeWebSocket = natives.NativeWebSocket;
  const wrapped = proxy(NativeWebSocket, {
    construct(target, parameters: unknown[], newTarget) {
      const seen: SeenProtocols = natives.bare({ list: '' });
      const asked = parameters.length > 1 ? parameters[1] : undefined;
      if (typeof asked === 'string') seen.list = asked;
      const isArray = typeof asked === 'object' && asked !== null && isReadByIndex(asked);
      if (typeof asked === 'object' && asked !== null && !isArray)
        natives.defineProperty(parameters, 1, natives.bare({ value: watchProtocols(asked, seen) }));
      const socket = natives.construct(target, parameters, newTarget) as WebSocket;
      try {
        if (isArray) seen.list = listed(asked);
        sockets.observe(socket, callSite(), seen.list, false);
      } catch {
        // The page gets its socket, recorded or not.
      }
      return socket;
    },
  });
  replace(globalThis, 'WebSocket', wrapped);
  replace(NativeWebSocket.prototype, 'constructor', wrapped);
  replace(NativeWebSocket.prototype, 'send', watchSend(log, sockets));
  replace(NativeWebSocket.prototype, 'close', watchClose(log, sockets));
}

function watchSend(log: Log, sockets: Sockets): WebSocket['send'] {
  let hasMissed = false;
  return proxy(natives.nativeSend, {
    apply(target, self: WebSocket, parameters: unknown[]) {
      let payload: unknown = parameters.length > 0 ? parameters[0] : undefined;
      if (parameters.length > 0 && isSocket(self) && needsConversion(payload)) {
        // The browser would turn this object into text by calling its methods. It is done here, once,
        // in the same order, so that what is recorded is what was sent. Step by step, and in this
        // function, because the page sees each step: the words of the exceptions are the browser's, and
        // a second frame would stand in stacks.
        // https://tc39.es/ecma262/#sec-toprimitive
        let text: unknown = withoutText;
        const exotic = natives.get(payload, natives.toPrimitive);
        if (exotic !== undefined && exotic !== null) {
          if (typeof exotic === 'function') text = natives.apply(exotic, payload, ['string']);
          else text = withPrimitive(exotic);
        } else {
          const toText = natives.get(payload, 'toString');
          if (typeof toText === 'function') text = natives.apply(toText, payload, []);
          if (isObject(text)) {
            const toValue = natives.get(payload, 'valueOf');
            text =
              typeof toValue === 'function' ? natives.apply(toValue, payload, []) : withoutText;
          }
          if (isObject(text)) text = withoutText;
        }
        payload = isObject(text) || typeof text === 'symbol' ? text : `${text as string}`;
        parameters = [payload];
      }
      // Before the call: afterwards a page that is deep in its stack may leave no room to look it up.
      let state = sockets.stateOf(self);
      try {
        natives.apply(target, self, parameters);
      } catch (error) {
        recordFailure(log, sockets, recordKind.sendFailed, self, error);
        throw error;
      }
      // Where the stack has no room for a call there is room to count; a description will tell of it.
      if (state) state.sentMessages++;
      try {
        if (!state) {
          state = known(sockets, self);
          state.sentMessages++;
        }
        const isSent = natives.readyStateOf(self) === 1;
        sockets.recordSent(state, payload, isSent ? 0 : recordFlag.notSent);
        if (hasMissed) sockets.snapshot();
        hasMissed = false;
      } catch {
        hasMissed = true;
      }
    },
  });
}

function watchClose(log: Log, sockets: Sockets): WebSocket['close'] {
  return proxy(natives.nativeClose, {
    apply(target, self: WebSocket, parameters: unknown[]) {
      try {
        natives.apply(target, self, parameters);
      } catch (error) {
        recordFailure(log, sockets, recordKind.closeFailed, self, error);
        throw error;
      }
      try {
        const code = parameters.length > 0 && typeof parameters[0] === 'number' ? parameters[0] : 0;
        const reason =
          parameters.length > 1 && typeof parameters[1] === 'string' ? parameters[1] : '';
        log.record(
          recordKind.closeCalled,
          0,
          known(sockets, self).id,
          0,
          natives.now(),
          code,
          (_, string) => string(reason),
        );
      } catch {
        // See `guarded` in sockets.ts.
      }
    },
  });
}

/** The socket's state; a socket that is older than the recorder is adopted now. */
const known = (sockets: Sockets, socket: WebSocket): SocketState =>
  sockets.stateOf(socket) ?? sockets.observe(socket, '', '', true);

function recordFailure(
  log: Log,
  sockets: Sockets,
  kind: typeof recordKind.sendFailed | typeof recordKind.closeFailed,
  socket: WebSocket,
  error: unknown,
): void {
  try {
    if (!isSocket(socket)) return;
    const thrown = typeof error === 'object' && error !== null ? error : null;
    log.record(kind, 0, known(sockets, socket).id, 0, natives.now(), 0, (_, string) => {
      string(thrown === null ? '' : natives.errorNameOf(thrown));
      string(thrown === null ? '' : natives.errorMessageOf(thrown));
    });
  } catch {
    // See `guarded` in sockets.ts.
  }
}

function isSocket(value: unknown): boolean {
  try {
    natives.readyStateOf(value);
    return true;
  } catch {
    // The saved getter throws for anything that is not a WebSocket.
    return false;
  }
}

/** The browser's `send` refuses it as it refuses any object that becomes no text. */
const withoutText: object = natives.bare({});

/** The browser's `send` refuses it as it refuses an object whose `Symbol.toPrimitive` is no function. */
const withPrimitive = (exotic: unknown): object => proxy({}, { get: () => exotic });

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) ||
  typeof value === 'function' ||
  // document.all
  (typeof value === 'undefined' && value !== undefined);

/** A Proxy whose handler has no prototype: traps would otherwise be looked up on Object.prototype, where a page can put some. */
export const proxy = <Target extends object>(
  target: Target,
  handler: ProxyHandler<Target>,
): Target => new natives.NativeProxy(target, natives.bare(handler));

/** Changes a property's value and nothing else of it. */
export function replace(holder: object, name: string, value: unknown): void {
  const descriptor = natives.getOwnPropertyDescriptor(holder, name);
  if (descriptor === undefined) return;
  natives.defineProperty(holder, name, {
    __proto__: null,
    value,
    writable: descriptor.writable,
    enumerable: descriptor.enumerable,
    configurable: descriptor.configurable,
  } as PropertyDescriptor);
}
