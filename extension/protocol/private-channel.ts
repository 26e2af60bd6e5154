// How the recorder (the page's world) and the relay (the extension's isolated world) of one document
// reach each other. Both worlds see the same DOM objects, so the recorder shows the relay a
// MessagePort in a synchronous event, and from then on that port object is a private event target:
// records go up as synchronous events on it, commands come down as ordinary port messages.
// See docs/adr/0002-synchronous-private-channel.md.

/**
 * The event that shows the port, dispatched on `document`. A document does not pass events of the
 * type "load" on to its window, so a parent that prepared listeners on a frame's window (which
 * outlives the first navigation) sees nothing by them.
 * @see https://dom.spec.whatwg.org/#interface-document (get the parent)
 */
export const introductionEvent = 'load';
/** The type of the events that carry a batch up. */
export const batchEvent = 'batch';

/**
 * The relay says on the port that it has taken it. Who records the workers of this document has seen the
 * introduction too, before the relay, and cancels this event: injected/worker-bootstrap.iife.ts.
 */
export const takenEvent = 'taken';
/** The type of the events that carry a worker's own port up; their data is the address of its script. */
export const workerEvent = 'worker';
/** The type of the events that carry it up once more when the page has terminated that worker. */
export const workerEndEvent = 'worker-end';
/** What a worker says on its port, between its batches, when it closes itself. */
export const workerCloses = 'closes';
