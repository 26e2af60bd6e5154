// Runs in the page's own world, before any script of the page, in every document. It records what the
// page's WebSockets do. It must never throw into the page, log, or leave a trace that a page could find.
import type { RecorderCommand } from '../extension/protocol/commands.ts';
import { batchEvent, introductionEvent } from '../extension/protocol/private-channel.ts';
import { obey } from './commands.ts';
import { createLog } from './log.ts';
import * as natives from './natives.ts';
import { createSockets } from './sockets.ts';
import { watchStreams } from './watch-streams.ts';
import { wrapWebSocket } from './wrap-websocket.ts';

const { port1: mine, port2: shared } = new MessageChannel();
const page = window;

// The relay takes the port and cancels the event; without a relay there is nobody to record for.
const isAlone = natives.dispatch(
  document,
  new natives.NativeMessageEvent(
    introductionEvent,
    natives.bare({ ports: [shared], cancelable: true }),
  ),
);

if (!isAlone) {
  const log = createLog((batch) => {
    natives.dispatch(
      shared,
      new natives.NativeMessageEvent(batchEvent, natives.bare({ data: batch })),
    );
  });
  const sockets = createSockets(log);
  natives.listen(mine, 'message', (event: MessageEvent) => {
    // Only what the other end has posted, not what somebody dispatches here.
    if (!event.isTrusted) return;
    try {
      // The relay is the only holder of the other end, and it checks what it passes on.
      obey(log, sockets, natives.eventDataOf(event) as RecorderCommand);
    } catch {
      // See `guarded` in sockets.ts.
    }
  });
  natives.startPort(mine);

  // Records that wait would die with the document. The channel is synchronous, so they can still go.
  const leave = () => {
    log.hurry(true);
    natives.listen(page, 'pageshow', stay);
  };
  const stay = () => log.hurry(false);
  const watchLeaving = (): void => natives.listen(page, 'pagehide', leave);
  // document.open() takes all listeners off the window, but no observers off the document, whose children it
  // removes.
  natives.watchChildren(document, watchLeaving);
  watchLeaving();
  wrapWebSocket(log, sockets);
  watchStreams(sockets);
}
