// Put into a page by the panel, for one load and only where somebody has asked for it, before the relay and
// the recorder. Has dedicated workers record what their WebSockets do. See docs/adr/0012.
import {
  introductionEvent,
  takenEvent,
  workerEndEvent,
  workerEvent,
} from '../extension/protocol/private-channel.ts';
import type { WorkerPlan } from '../extension/protocol/worker-plan.ts';
import * as natives from './natives.ts';
import { watchWorkers } from './watch-workers.ts';
import * as workerNatives from './worker-natives.ts';
import { withoutFragment } from './worker-start.ts';

/** The panel writes it around this text. */
declare const plan: WorkerPlan;

// The introduction is seen here first, because this ran first: so the port is shared by the three of us.
if (withoutFragment(location.href) === plan.page)
  natives.listen(document, introductionEvent, shareChannel);

function shareChannel(event: MessageEvent): void {
  // Once: the recorder's comes before any script of the page, and what comes later is the page's own.
  workerNatives.forget(document, introductionEvent, shareChannel);
  const [channel] = event.ports;
  if (channel === undefined) return;
  const say = (type: string, port: MessagePort, data: string): void => {
    const what = natives.bare({ data, ports: workerNatives.listOf(port) });
    natives.dispatch(channel, new natives.NativeMessageEvent(type, what));
  };
  natives.listen(channel, takenEvent, (taken: Event) => {
    taken.preventDefault();
    watchWorkers(plan, {
      onStart: (port, address) => say(workerEvent, port, address),
      onTerminate: (port) => say(workerEndEvent, port, ''),
    });
  });
}
