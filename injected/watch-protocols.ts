import * as natives from './natives.ts';

/** What `watchProtocols` has seen the browser read, joined by ', '. */
export interface SeenProtocols {
  list: string;
}

/**
 * Chromium reads a true array by its indices and asks it for no iterator; the specification, and Firefox,
 * have every object asked. Seen on another interface that takes a list, before any page script has run.
 */
const readsArraysByIndex: boolean = (() => {
  let isAsked = false;
  const list: MessagePort[] = [];
  natives.defineProperty(list, natives.iterator, {
    value: () => {
      isAsked = true;
      return { next: () => ({ done: true }) };
    },
  });
  new natives.NativeMessageEvent('', { ports: list });
  return !isAsked;
})();

/** Whether the list is read afterwards by `listed` and must reach the browser as it is. */
export const isReadByIndex = (asked: object): boolean =>
  readsArraysByIndex && natives.isArray(asked);

/**
 * The strings among an array's own items, joined by ', '. Getters are left alone. A Proxy around an array
 * cannot be told from an array, and sees this reading: the one place where something is seen.
 */
export function listed(asked: object): string {
  let list = '';
  const { length } = asked as readonly unknown[];
  for (let index = 0; index < length; index++) {
    const value: unknown = natives.getOwnPropertyDescriptor(asked, index)?.value;
    if (typeof value === 'string') list = list === '' ? value : `${list}, ${value}`;
  }
  return list;
}

/**
 * Stands in for the list of subprotocols that a page passes to the constructor. The page's object may be
 * an iterable that can be read once, or a Proxy that sees each reading: so nothing is read but what the
 * browser reads, when it reads it, from the page's own object, and it is noted in passing.
 * @see https://webidl.spec.whatwg.org/#es-sequence
 */
export function watchProtocols(asked: object, seen: SeenProtocols): object {
  return passing(asked, natives.iterator, (iterator) =>
    isObject(iterator)
      ? passing(iterator, 'next', (result) => (isObject(result) ? noting(result, seen) : result))
      : iterator,
  );
}

/** An object whose properties are those of another; what the method `watched` returns goes through `change`. */
function passing(
  source: object,
  watched: PropertyKey,
  change: (returned: unknown) => unknown,
): object {
  return standIn((key) => {
    const value = natives.get(source, key);
    if (typeof value !== 'function') return value;
    return (...parameters: unknown[]) => {
      const returned = natives.apply(value, source, parameters);
      return key === watched ? change(returned) : returned;
    };
  });
}

/** A result of an iterator, of which the value is noted if it is a string. */
function noting(result: object, seen: SeenProtocols): object {
  return standIn((key) => {
    const value: unknown = natives.get(result, key);
    if (key === 'value' && typeof value === 'string')
      seen.list = seen.list === '' ? value : `${seen.list}, ${value}`;
    return value;
  });
}

const standIn = (get: (key: PropertyKey) => unknown): object =>
  new natives.NativeProxy(
    natives.bare({}),
    natives.bare({ get: (_: object, key: PropertyKey) => get(key) }),
  );

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
