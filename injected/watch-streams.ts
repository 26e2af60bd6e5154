import { callSite } from './call-site.ts';
import * as natives from './natives.ts';
import type { Sockets } from './sockets.ts';
import { replace } from './wrap-websocket.ts';

/**
 * Puts a Proxy around the constructor of `WebSocketStream`, where there is one. That a stream was made
 * is all that is recorded: a `then` on its promises would mark their rejections as handled, and a reader
 * would lock its streams. What it carries is in the browser's network log. See adr/0009.
 */
export function watchStreams(sockets: Sockets): void {
  const NativeStream = natives.NativeWebSocketStream;
  if (NativeStream === undefined) return;
  let name = '';
  // The network log has the stack of each stream's making, and in it the name of this function: the time,
  // to the letter as in the record. That is how the panel joins the two.
  const rename = (value: string): void => {
    name = value;
    natives.defineProperty(handler.construct, 'name', natives.bare({ value }));
  };
  const handler = natives.bare({
    construct(target: new () => object, parameters: unknown[], newTarget: new () => object) {
      const createdAtMs = natives.now();
      // A getter of the page's options may make another stream while this one is being made.
      const outer = name;
      rename(`${natives.timeOriginMs + createdAtMs}`);
      let stream: object;
      try {
        stream = natives.construct(target, parameters, newTarget);
      } finally {
        rename(outer);
      }
      try {
        sockets.addStream(natives.streamUrlOf(stream), callSite(), createdAtMs);
      } catch {
        // The page gets its stream, recorded or not.
      }
      return stream;
    },
  });
  const wrapped = new natives.NativeProxy(NativeStream, handler);
  replace(globalThis, 'WebSocketStream', wrapped);
  replace(NativeStream.prototype, 'constructor', wrapped);
}
