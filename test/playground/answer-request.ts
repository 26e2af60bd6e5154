import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pages } from './pages.ts';
import { requestUrl } from './request-url.ts';

/** Answers with the page of the path, or 404. */
export function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  pages: Pages,
): void {
  const path = requestUrl(request)?.pathname ?? '';
  if (path === '/favicon.ico') {
    response.writeHead(204).end();
    return;
  }
  const page = pages.get(path)?.(request);
  if (!page) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    return;
  }
  response.setHeader('Content-Type', `${page.type}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-store');
  if (page.contentSecurityPolicy) {
    response.setHeader('Content-Security-Policy', page.contentSecurityPolicy);
  }
  response.end(page.body);
}
