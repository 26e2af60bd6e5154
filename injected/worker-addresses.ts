// A worker that started from a bootstrap has the bootstrap's address, relative to which nothing can be found.
// Here the addresses that its script gives are put right, in every place where the platform takes one.
import * as natives from './natives.ts';
import * as workerNatives from './worker-natives.ts';
import { proxy, replace } from './wrap-websocket.ts';

/** @param address what the script takes for the worker's own */
export function repairAddresses(address: string): void {
  const absolute = (given: unknown): unknown => {
    if (typeof given !== 'string' || isAbsolute(given)) return given;
    try {
      return workerNatives.hrefOf(new workerNatives.NativeUrl(given, address));
    } catch {
      // Not an address at all: the browser's own function says so.
      return given;
    }
  };
  const absoluteAll = (given: unknown): unknown =>
    natives.isArray(given) ? mapped(given, absolute) : given;

  for (const [name, index] of constructors) repairConstructor(name, index, absolute);
  for (const [owner, name, index] of methods)
    repairMethod(prototypeOf(owner), name, index, name === 'addAll' ? absoluteAll : absolute);
  repairMethod(staticsOf('Response'), 'redirect', 0, absolute);
  repairMethod(workerNatives.holderOf(globalThis, 'fetch'), 'fetch', 0, absolute);
  repairMethod(
    workerNatives.holderOf(globalThis, 'importScripts'),
    'importScripts',
    every,
    absolute,
  );
  repairLocation(new workerNatives.NativeUrl(address));
}

/** The place of the address among the parameters. */
const every = -1;
const constructors = [
  ['Request', 0],
  ['EventSource', 0],
  ['WebSocket', 0],
  ['WebSocketStream', 0],
  ['WebTransport', 0],
  ['Worker', 0],
] as const;
const methods = [
  ['XMLHttpRequest', 'open', 1],
  ['Cache', 'add', 0],
  ['Cache', 'addAll', 0],
  ['Cache', 'delete', 0],
  ['Cache', 'keys', 0],
  ['Cache', 'match', 0],
  ['Cache', 'matchAll', 0],
  ['Cache', 'put', 0],
  ['CacheStorage', 'match', 0],
] as const;
const partsOfLocation = [
  ...['href', 'origin', 'protocol', 'host', 'hostname'],
  ...['port', 'pathname', 'search', 'hash'],
];

type Repair = (given: unknown) => unknown;
type Constructor = new (...parameters: unknown[]) => object;
type Method = (...parameters: unknown[]) => unknown;

function repairConstructor(name: string, index: number, repair: Repair): void {
  const original = valueIn(globalThis, name) as (Constructor & { prototype: object }) | undefined;
  if (original === undefined) return;
  const repaired = proxy(original, {
    construct(target, parameters: unknown[], newTarget) {
      repairParameter(parameters, index, repair);
      return natives.construct(target, parameters, newTarget) as object;
    },
  });
  replace(globalThis, name, repaired);
  replace(original.prototype, 'constructor', repaired);
}

function repairMethod(holder: object | null, name: string, index: number, repair: Repair): void {
  if (holder === null) return;
  const original = valueIn(holder, name) as Method | undefined;
  if (original === undefined) return;
  replace(
    holder,
    name,
    proxy(original, {
      apply(target, self, parameters: unknown[]) {
        if (index !== every) repairParameter(parameters, index, repair);
        else
          for (let each = 0; each < parameters.length; each++)
            repairParameter(parameters, each, repair);
        return natives.apply(target, self, parameters);
      },
    }),
  );
}

/** The list is the engine's own, made for this call. */
function repairParameter(parameters: unknown[], index: number, repair: Repair): void {
  if (index < parameters.length)
    natives.defineProperty(parameters, index, natives.bare({ value: repair(parameters[index]) }));
}

/** `location` says where the script is, not where the bootstrap was. */
function repairLocation(url: URL): void {
  const location = prototypeOf('WorkerLocation');
  if (location === null) return;
  for (let index = 0; index < partsOfLocation.length; index++) {
    const name = partsOfLocation[index] ?? '';
    const descriptor = natives.getOwnPropertyDescriptor(location, name);
    const read = natives.getOwnPropertyDescriptor(workerNatives.urlPrototype, name)?.get;
    if (descriptor?.get === undefined || read === undefined) continue;
    natives.defineProperty(location, name, {
      __proto__: null,
      get: answering(descriptor.get, natives.apply(read, url, [])),
      set: descriptor.set,
      enumerable: descriptor.enumerable,
      configurable: descriptor.configurable,
    } as PropertyDescriptor);
  }
  const toText = valueIn(location, 'toString') as Method | undefined;
  if (toText !== undefined)
    replace(location, 'toString', answering(toText, workerNatives.hrefOf(url)));
}

/** Refuses what the browser's own refuses, and answers with what is right. */
const answering = <Own extends (...parameters: never[]) => unknown>(
  original: Own,
  answer: unknown,
): Own =>
  proxy(original, {
    apply(target, self, parameters) {
      natives.apply(target, self, parameters);
      return answer;
    },
  });

function isAbsolute(text: string): boolean {
  try {
    return new workerNatives.NativeUrl(text) !== null;
  } catch {
    return false;
  }
}

function mapped(list: readonly unknown[], repair: Repair): unknown[] {
  const result: unknown[] = [];
  for (let index = 0; index < list.length; index++)
    natives.defineProperty(
      result,
      index,
      natives.bare({
        value: repair(list[index]),
        writable: true,
        enumerable: true,
        configurable: true,
      }),
    );
  return result;
}

const valueIn = (holder: object, name: string): unknown =>
  natives.getOwnPropertyDescriptor(holder, name)?.value;
const staticsOf = (name: string): object | null =>
  (valueIn(globalThis, name) as object | undefined) ?? null;
const prototypeOf = (name: string): object | null =>
  (valueIn(globalThis, name) as { prototype: object } | undefined)?.prototype ?? null;
