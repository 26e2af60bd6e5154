// What behaviours are written with. It is bundled with them and runs in the page.
import { withoutNameOfCall, withoutQuotedSource, withoutWordsAboutCaller } from '../accepted.ts';

/** Where a behaviour's sockets go. */
export interface Setting {
  /** "ws://127.0.0.1:PORT" of the playground. */
  readonly playground: string;
  /** A socket that does what it is told, see `serveObedient` in page-server.ts. */
  readonly obedient: string;
  /** Before the name of an answer in raw-sockets.ts. */
  readonly raw: string;
}

/** Runs in the page; what it returns is all that could be observed, as JSON. */
export type Behaviour = (setting: Setting) => unknown;
/** By a sentence that says what is observed. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** Makes any value JSON without losing what kind it is. */
export function show(value: unknown): unknown {
  if (typeof value === 'string') return `"${escaped(value)}"`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${hex(value)}`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (value instanceof Blob) return `Blob ${value.size} ${value.type}`;
  return Object.prototype.toString.call(value);
}

/** JSON would write some lone surrogates and not others. */
const escaped = (text: string): string =>
  text.length > 200
    ? `${text.slice(0, 40)}… ${text.length}`
    : text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

export const hex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Class, name, code and message of an exception; for anything else, itself. */
export function showError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return show(error);
  const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
  return {
    class: error.constructor?.name,
    isOfThisRealm: error instanceof DOMException || error instanceof Error,
    ...{
      name,
      code: show(code),
      message: wordsOf(message),
      keys: Reflect.ownKeys(error).map(String).sort(),
    },
  };
}

const wordsOf = (message: unknown): unknown =>
  typeof message === 'string'
    ? withoutQuotedSource(withoutWordsAboutCaller(withoutNameOfCall(message)))
    : message;

/** What came of an act: its value or its exception. */
export function attempt(act: () => unknown): unknown {
  try {
    return { returned: show(act()) };
  } catch (error) {
    return { threw: showError(error) };
  }
}

export function next<Kind extends Event>(target: EventTarget, type: string): Promise<Kind> {
  return new Promise((resolve) => {
    // The caller names the class that events of this type have.
    target.addEventListener(type, (event) => resolve(event as Kind), { once: true });
  });
}

export async function open(url: string, protocols?: string | string[]): Promise<WebSocket> {
  const socket = protocols === undefined ? new WebSocket(url) : new WebSocket(url, protocols);
  await next(socket, 'open');
  return socket;
}

/** Closes a socket unless it is closed, and waits for the end. */
export async function end(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = next(socket, 'close');
  socket.close();
  await closed;
}

/** All that scripts can read of a socket. */
export const stateOf = (socket: WebSocket): unknown => ({
  url: socket.url,
  readyState: socket.readyState,
  protocol: socket.protocol,
  extensions: socket.extensions,
  bufferedAmount: socket.bufferedAmount,
  binaryType: socket.binaryType,
  ownKeys: Reflect.ownKeys(socket).map(String),
});

export const closeOf = (event: CloseEvent): unknown => ({
  code: event.code,
  reason: show(event.reason),
  wasClean: event.wasClean,
});

/** Kind and shape of a property, without the value of functions. */
export function showProperty(holder: object, key: PropertyKey): unknown {
  const found = Reflect.getOwnPropertyDescriptor(holder, key);
  if (found === undefined) return 'none';
  const { value, get, set, writable, enumerable, configurable } = found;
  const values = 'value' in found ? { value: showFunction(value), writable } : {};
  const accessors = 'get' in found ? { get: showFunction(get), set: showFunction(set) } : {};
  return { ...values, ...accessors, enumerable, configurable };
}

/** All that a function shows of itself but its text. */
export function showFunction(value: unknown): unknown {
  if (typeof value !== 'function') return show(value);
  return {
    keys: Reflect.ownKeys(value).map((key) => {
      const { writable, enumerable, configurable } =
        Reflect.getOwnPropertyDescriptor(value, key) ?? {};
      return [String(key), writable, enumerable, configurable];
    }),
    ...{ name: value.name, length: value.length },
    isExtensible: Object.isExtensible(value),
    inherits: Object.getPrototypeOf(value)?.name,
  };
}

/** A Proxy that writes down every way in which it is touched. */
export function watched<Target extends object>(
  target: Target,
  touches: string[],
  name: string,
): Target {
  const handler: Record<string, unknown> = {};
  for (const trap of Object.getOwnPropertyNames(Reflect)) {
    handler[trap] = (...parameters: unknown[]) => {
      const [, key] = parameters;
      const isKeyed = typeof key === 'string' || typeof key === 'symbol';
      touches.push(`${name} ${trap}${isKeyed ? ` ${String(key)}` : ''}`);
      // Every trap has the parameters of the function of Reflect of the same name.
      return (Reflect as unknown as Record<string, (...parameters: unknown[]) => unknown>)[trap]?.(
        ...parameters,
      );
    };
  }
  return new Proxy(target, handler);
}

export function restoring<Result>(holder: object, key: PropertyKey, act: () => Result): Result {
  const before = Reflect.getOwnPropertyDescriptor(holder, key);
  try {
    return act();
  } finally {
    if (before === undefined) Reflect.deleteProperty(holder, key);
    else Reflect.defineProperty(holder, key, before);
  }
}
