import type { IncomingMessage } from 'node:http';

/** The request's target as a URL (its host is a stand-in), or undefined for one that is malformed. */
export function requestUrl(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  return target.startsWith('/') && URL.canParse(`http://playground${target}`)
    ? new URL(`http://playground${target}`)
    : undefined;
}
