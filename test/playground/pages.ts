import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { bundleScripts } from './bundle.ts';
import { htmlDocument } from './html-document.ts';

export interface Page {
  readonly type: 'text/html' | 'text/javascript' | 'text/css';
  readonly body: string;
  readonly contentSecurityPolicy?: string;
}

/** Makes the page for one request. */
type Render = (request: IncomingMessage) => Page;

/** Every page, script and style sheet of the playground by path. */
export type Pages = ReadonlyMap<string, Render>;

export interface Origins {
  readonly origin: string;
  readonly otherOrigin: string;
}

export async function loadPages(origins: Origins): Promise<Pages> {
  const scripts = await bundleScripts();
  const style = await readFile(new URL('./page/playground.css', import.meta.url), 'utf8');
  const inlineScript = scripts.get('inline.js') ?? '';

  return new Map<string, Render>([
    ...[...scripts].map(([name, code]): [string, Render] => [
      `/${name}`,
      () => ({ type: 'text/javascript', body: code }),
    ]),
    ['/playground.css', () => ({ type: 'text/css', body: style })],
    ['/', (request) => scripted('Sockets playground', 'playground', otherOrigin(request, origins))],
    ['/frame', () => scripted('Frame', 'frame')],
    ['/frames', (request) => scripted('Frames', 'frames', otherOrigin(request, origins))],
    ['/blank', () => page(htmlDocument({ title: 'Blank' }))],
    ['/inline', () => page(inline('Inline', inlineScript))],
    ['/strict', () => strict(inlineScript, origins)],
  ]);
}

function scripted(title: string, script: string, otherOrigin = ''): Page {
  const head = `<link rel="stylesheet" href="/playground.css">
<script type="module" src="/${script}.js"></script>`;
  return page(htmlDocument({ title, head, bodyAttributes: `data-other-origin="${otherOrigin}"` }));
}

/** A classic script in the head: as early as a page can run anything. */
function inline(title: string, script: string, nonce?: string): string {
  const attribute = nonce ? ` nonce="${nonce}"` : '';
  return htmlDocument({ title, head: `<script${attribute}>(() => {\n${script}})();</script>` });
}

function strict(script: string, { origin, otherOrigin }: Origins): Page {
  const nonce = randomBytes(16).toString('base64');
  // Not every browser counts ws: of the same host as 'self'.
  const sockets = [origin, otherOrigin].map((url) => url.replace('http:', 'ws:')).join(' ');
  return {
    ...page(inline('Strict', script, nonce)),
    contentSecurityPolicy: `default-src 'none'; script-src 'nonce-${nonce}'; connect-src ${sockets}; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

function page(body: string): Page {
  return { type: 'text/html', body };
}

/** The origin that the requested page is not of. */
function otherOrigin(request: IncomingMessage, origins: Origins): string {
  const isOfOther = origins.otherOrigin === `http://${request.headers.host}`;
  return isOfOther ? origins.origin : origins.otherOrigin;
}
