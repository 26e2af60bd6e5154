import type { ImportedItem } from './imported-socket.ts';
import { rankOf } from './sockets-field.ts';

/** A socket's items in the order of time; where times are equal, as the file says or as is usual. */
export function inOrder(items: readonly ImportedItem[]): ImportedItem[] {
  return [...items].sort(
    (a, b) => a.atMs - b.atMs || a.tie - b.tie || rankOf(a.kind, a.flags) - rankOf(b.kind, b.flags),
  );
}
