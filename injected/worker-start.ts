import type { WorkerPlan } from '../extension/protocol/worker-plan.ts';
import * as natives from './natives.ts';
import * as workerNatives from './worker-natives.ts';

/** How a worker starts that records. */
export interface WorkerStart {
  /** What the worker takes for its own address. */
  readonly address: string;
  /** Where its script is loaded from: the same, but for a Blob. */
  readonly scriptUrl: string;
  readonly isModule: boolean;
}

/** What can be known of the document when it makes a worker. */
export interface Surroundings {
  readonly baseUrl: string;
  readonly origin: string;
  /** A policy in the document itself, or a service worker that may look at what is asked for. */
  readonly isDoubtful: boolean;
  /** An address of the same Blob that the page cannot revoke; null for one that is not known. */
  readonly keep: (blobUrl: string, isModule: boolean) => string | null;
}

/**
 * Whether this worker can record, and how. Null: it starts as ever, which is the answer to every doubt. Nothing
 * of the page's is called: an address is a text or a true URL, options are plain data.
 */
export function planStart(
  parameters: readonly unknown[],
  plan: WorkerPlan,
  surroundings: Surroundings,
): WorkerStart | null {
  if (surroundings.isDoubtful) return null;
  const type = typeOf(parameters.length > 1 ? parameters[1] : undefined);
  const text = parameters.length > 0 ? textOfAddress(parameters[0]) : null;
  if (type === null || text === null) return null;
  const url = parsed(text, surroundings.baseUrl);
  if (url === null || workerNatives.originOf(url) !== surroundings.origin) return null;
  const address = workerNatives.hrefOf(url);
  if (!isQuotable(address)) return null;
  const isModule = type === 'module';
  if (workerNatives.protocolOfUrl(url) === 'blob:') {
    const scriptUrl = surroundings.keep(address, isModule);
    return scriptUrl === null ? null : natives.bare({ address, scriptUrl, isModule });
  }
  const isKnown =
    natives.getOwnPropertyDescriptor(plan.scripts, withoutFragment(address)) !== undefined;
  return isKnown ? natives.bare({ address, scriptUrl: address, isModule }) : null;
}

/** The text of the script that a recording worker starts with; for a module the recorder is one of its own. */
export function bootstrapText(
  start: WorkerStart,
  plan: WorkerPlan,
  recorderUrl: (text: string) => string,
): string {
  // By this name the network log knows sockets that were made through the recorder.
  const name = `\n//# sourceURL=${plan.extensionUrl}injected/worker-recorder.js`;
  const recorder = `const location={__proto__:null,href:"${start.address}"};${plan.recorder}`;
  // Imported one after the other, before the worker hears its first message.
  if (start.isModule)
    return `import "${recorderUrl(`${recorder}${name}`)}";import "${start.scriptUrl}";`;
  // The browser's own importScripts, without the frame of a repaired one. No constant stays behind.
  return `{const load=importScripts;${recorder}\nload("${start.scriptUrl}")}${name}`;
}

export function withoutFragment(url: string): string {
  let bare = '';
  for (let index = 0; index < url.length && url[index] !== '#'; index++) bare += url[index];
  return bare;
}

/** `classic`, `module`, or null for options of which it cannot be told without asking them. */
function typeOf(options: unknown): string | null {
  if (options === undefined || options === null) return 'classic';
  if (typeof options !== 'object') return null;
  const prototype = natives.getPrototypeOf(options);
  if (prototype !== natives.objectPrototype && prototype !== null) return null;
  for (const name of ['type', 'name', 'credentials'] as const) {
    if (natives.getOwnPropertyDescriptor(natives.objectPrototype, name) !== undefined) return null;
    const own = natives.getOwnPropertyDescriptor(options, name);
    if (own !== undefined && typeof own.value !== 'string') return null;
  }
  const type: unknown = natives.getOwnPropertyDescriptor(options, 'type')?.value ?? 'classic';
  return type === 'classic' || type === 'module' ? type : null;
}

function textOfAddress(address: unknown): string | null {
  if (typeof address === 'string') return address;
  if (typeof address !== 'object' || address === null) return null;
  // A URL becomes text by its own method, which a page may have changed.
  const isUrl =
    natives.getPrototypeOf(address) === workerNatives.urlPrototype &&
    natives.getOwnPropertyDescriptor(address, 'toString') === undefined &&
    natives.getOwnPropertyDescriptor(address, natives.toPrimitive) === undefined &&
    natives.getOwnPropertyDescriptor(workerNatives.urlPrototype, 'toString')?.value ===
      workerNatives.urlToString;
  return isUrl ? workerNatives.hrefOf(address) : null;
}

function parsed(text: string, base: string): URL | null {
  try {
    return new workerNatives.NativeUrl(text, base);
  } catch {
    // The browser's constructor says it better.
    return null;
  }
}

/** Whether it can stand between quotation marks as it is. */
function isQuotable(url: string): boolean {
  for (let index = 0; index < url.length; index++) {
    const unit = url[index] ?? '';
    if (unit === '"' || unit === '\\' || unit < ' ' || unit > '~') return false;
  }
  return true;
}
