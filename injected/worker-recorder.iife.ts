// Runs in a dedicated worker before its own script, where somebody has asked for it: the same recorder as in
// a page, on a port that nobody in the worker can reach. Around it is a constant `location` that says where
// the worker's script is: the worker's own says where the bootstrap was.
import type { RecorderCommand } from '../extension/protocol/commands.ts';
import { workerCloses } from '../extension/protocol/private-channel.ts';
import { obey } from './commands.ts';
import { createLog } from './log.ts';
import * as natives from './natives.ts';
import { createSockets } from './sockets.ts';
import { watchStreams } from './watch-streams.ts';
import { repairAddresses } from './worker-addresses.ts';
import * as workerNatives from './worker-natives.ts';
import { proxy, replace, wrapWebSocket } from './wrap-websocket.ts';

const { port1: mine, port2: shared } = new MessageChannel();
// The first message of this worker: its page takes it before any listener of the page's. No script has run yet.
(globalThis as unknown as DedicatedWorkerGlobal).postMessage(null, [shared]);

const log = createLog((batch) => workerNatives.postToPort(mine, batch));
const sockets = createSockets(log);
natives.listen(mine, 'message', (event: MessageEvent) => {
  // Only what the relay has posted.
  if (!event.isTrusted) return;
  try {
    obey(log, sockets, natives.eventDataOf(event) as RecorderCommand);
  } catch {
    // See `guarded` in sockets.ts.
  }
});
natives.startPort(mine);
wrapWebSocket(log, sockets);
watchStreams(sockets);
repairAddresses(location.href);

// What waits would end with the worker. Of its end by `terminate` it hears nothing.
const holder = workerNatives.holderOf(globalThis, 'close');
if (holder !== null)
  replace(
    holder,
    'close',
    proxy(globalThis.close, {
      apply(target, self, parameters) {
        try {
          log.hurry(true);
        } catch {
          // See `guarded` in sockets.ts.
        }
        natives.apply(target, self, parameters);
        workerNatives.postToPort(mine, workerCloses);
      },
    }),
  );

interface DedicatedWorkerGlobal {
  postMessage(message: unknown, transfer: Transferable[]): void;
}
