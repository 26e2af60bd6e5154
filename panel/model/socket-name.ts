import type { SocketSummary } from '../engine/socket-table.ts';
import type { Texts } from './texts/texts.ts';

/** A socket's URL without what most sockets of a page share: scheme and host. */
export function socketName(socket: SocketSummary | undefined, texts: Texts): string {
  if (socket === undefined || socket.url === '') return texts.unnamedSocket;
  const path = socket.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  return path === '' || path === '/' ? socket.url.replace(/^[a-z]+:\/\//i, '') : path;
}

/** The last part of a document's URL that tells it from others. */
export function documentName(url: string): string {
  if (!/^(?:https?|file):/.test(url)) return url.length > 40 ? `${url.slice(0, 40)}…` : url;
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';
}
