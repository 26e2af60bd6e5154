import type { WebSocketServer } from 'ws';
import { serveBinary } from './binary.ts';
import { serveChat } from './chat.ts';
import { serveClose4001 } from './close-4001.ts';
import { serveEcho } from './echo.ts';
import { serveFlood } from './flood.ts';
import { serveGraphql } from './graphql.ts';
import { serveSink } from './sink.ts';
import { serveTicker } from './ticker.ts';

/** What each path does with a server of its own. */
export const endpoints: ReadonlyMap<string, (server: WebSocketServer) => void> = new Map([
  ['/binary', serveBinary],
  ['/chat', serveChat],
  ['/close-4001', serveClose4001],
  ['/echo', serveEcho],
  ['/flood', serveFlood],
  ['/graphql', serveGraphql],
  ['/sink', serveSink],
  ['/ticker', serveTicker],
]);
