// The built-ins that only recording inside workers uses, saved like those of natives.ts and kept apart
// from them so that the recorder of every document does not carry them.
import {
  bare,
  blobSizeOf,
  bound,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  iterator,
  reads,
  unbound,
} from './natives.ts';

export const NativeUrl = URL;
export const NativeBlob = Blob;
export const { prototype: urlPrototype } = URL;
export const { toString: urlToString } = urlPrototype;
export const hrefOf = reads<string>(URL, 'href');
export const originOf = reads<string>(URL, 'origin');
export const protocolOfUrl = reads<string>(URL, 'protocol');
export const { createObjectURL, revokeObjectURL } = URL;
export const createObjectUrl = bound<[blob: Blob], string>(createObjectURL, URL);
export const revokeObjectUrl = bound<[url: string], void>(revokeObjectURL, URL);

/** The same bytes, which are not copied, as a script. */
const slice: (blob: Blob, start: number, end: number, type: string) => Blob = unbound(
  Blob.prototype.slice,
);
export const asScript = (blob: Blob): Blob => slice(blob, 0, blobSizeOf(blob), 'text/javascript');

export const NativeMap = Map;
export const entryOf: <Key, Value>(map: Map<Key, Value>, key: Key) => Value | undefined = unbound(
  Map.prototype.get,
);
export const setEntry: <Key, Value>(map: Map<Key, Value>, key: Key, value: Value) => unknown =
  unbound(Map.prototype.set);
export const deleteEntry: <Key>(map: Map<Key, unknown>, key: Key) => unknown = unbound(
  Map.prototype.delete,
);

export const stopImmediately: (event: Event) => void = unbound(
  Event.prototype.stopImmediatePropagation,
);
export const forget: (target: EventTarget, type: string, listener: (event: never) => void) => void =
  unbound(EventTarget.prototype.removeEventListener);
export const portsOf = reads<readonly MessagePort[]>(MessageEvent, 'ports');
export const postToPort: (port: MessagePort, message: unknown) => void = unbound(
  MessagePort.prototype.postMessage,
);

/**
 * A list of one for a function of the platform: of an array the specification, and Firefox, ask for an
 * iterator, which a page may have replaced.
 */
export function listOf<Item>(item: Item): Item[] {
  let isTaken = false;
  const next = () => {
    const done = isTaken;
    isTaken = true;
    return bare(done ? { done } : { done, value: item });
  };
  // What the type asks for is what the platform asks for.
  return bare({ [iterator]: () => bare({ next }) }) as unknown as Item[];
}

/** The object of a prototype chain on which a property is: members of a global stand on it or above it. */
export function holderOf(object: object, name: string): object | null {
  for (let holder: object | null = object; holder !== null; holder = getPrototypeOf(holder))
    if (getOwnPropertyDescriptor(holder, name) !== undefined) return holder;
  return null;
}
