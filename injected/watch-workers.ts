import type { WorkerPlan } from '../extension/protocol/worker-plan.ts';
import * as natives from './natives.ts';
import * as workerNatives from './worker-natives.ts';
import { bootstrapText, planStart, type Surroundings, type WorkerStart } from './worker-start.ts';
import { proxy, replace } from './wrap-websocket.ts';

// Saved before any script of the page has run, like those of natives.ts.
const NativeWorker = Worker;
const { terminate: nativeTerminate } = NativeWorker.prototype;
const page = document;
const { origin: ownOrigin } = globalThis;
const baseUrlOf = natives.reads<string>(Node, 'baseURI');
const findElement: (document: Document, selector: string) => Element | null = natives.unbound(
  Document.prototype.querySelector,
);
const serviceWorkers = serviceWorkersOrNull();

export interface WorkerListener {
  /** A worker records by this port. @param address where its script is */
  readonly onStart: (port: MessagePort, address: string) => void;
  /** The page has terminated it. */
  readonly onTerminate: (port: MessagePort) => void;
}

/**
 * Puts a Proxy around the constructor of `Worker`. A worker that can record starts from a bootstrap, and the
 * first thing that it says is the port by which it records.
 */
export function watchWorkers(plan: WorkerPlan, listener: WorkerListener): void {
  const ports = new natives.NativeWeakMap<Worker, MessagePort>();
  const blobs = watchBlobs();
  const keep: Surroundings['keep'] = (url, isModule) => {
    const blob = workerNatives.entryOf(blobs, url);
    if (blob === undefined) return null;
    // Of its own: the page may revoke the one that it has as soon as the constructor has returned. A classic
    // worker may be a Blob of any type, which `importScripts` refuses in Firefox.
    return workerNatives.createObjectUrl(isModule ? blob : workerNatives.asScript(blob));
  };
  const wrapped = proxy(NativeWorker, {
    construct(target, parameters: unknown[], newTarget) {
      const start = startOrNull(parameters, plan, keep);
      if (start === null) return natives.construct(target, parameters, newTarget) as Worker;
      const urls = bootstrapUrls(start, plan);
      natives.defineProperty(parameters, 0, natives.bare({ value: urls.bootstrap }));
      const worker = natives.construct(target, parameters, newTarget) as Worker;
      takePort(worker, (port) => {
        workerNatives.revokeObjectUrl(urls.bootstrap);
        if (urls.recorder !== '') workerNatives.revokeObjectUrl(urls.recorder);
        natives.mapSet(ports, worker, port);
        listener.onStart(port, start.address);
      });
      return worker;
    },
  });
  replace(globalThis, 'Worker', wrapped);
  replace(NativeWorker.prototype, 'constructor', wrapped);
  // Chromium 156 tells nobody that the other end of a port is gone.
  const terminate = proxy(nativeTerminate, {
    apply(target, self: Worker, parameters) {
      natives.apply(target, self, parameters);
      const port = natives.mapGet(ports, self);
      if (port !== undefined) listener.onTerminate(port);
    },
  });
  replace(NativeWorker.prototype, 'terminate', terminate);
}

function startOrNull(
  parameters: readonly unknown[],
  plan: WorkerPlan,
  keep: Surroundings['keep'],
): WorkerStart | null {
  try {
    return planStart(parameters, plan, {
      baseUrl: baseUrlOf(page),
      origin: ownOrigin,
      isDoubtful: hasOwnPolicy() || hasServiceWorker(),
      keep,
    });
  } catch {
    // Whatever could not be told: the worker starts as ever.
    return null;
  }
}

function bootstrapUrls(start: WorkerStart, plan: WorkerPlan) {
  let recorder = '';
  const text = bootstrapText(start, plan, (script) => {
    recorder = urlOfScript(script);
    return recorder;
  });
  return { bootstrap: urlOfScript(text), recorder };
}

const urlOfScript = (text: string): string =>
  workerNatives.createObjectUrl(
    new workerNatives.NativeBlob(
      workerNatives.listOf(text),
      natives.bare({ type: 'text/javascript' }),
    ),
  );

/** A bootstrap that runs at all says this before the worker's own script can say anything. */
function takePort(worker: Worker, onPort: (port: MessagePort) => void): void {
  const take = (event: MessageEvent): void => {
    // The page may dispatch events of its own on it.
    if (!event.isTrusted) return;
    workerNatives.stopImmediately(event);
    workerNatives.forget(worker, 'message', take);
    const port = workerNatives.portsOf(event)[0];
    if (port !== undefined) onPort(port);
  };
  natives.listen(worker, 'message', take);
}

/** The Blobs that have an address in this document, for as long as they have it. */
function watchBlobs(): InstanceType<typeof workerNatives.NativeMap<string, Blob>> {
  const blobs = new workerNatives.NativeMap<string, Blob>();
  const watchedCreate = proxy(workerNatives.createObjectURL, {
    apply(target, self, parameters: [Blob]) {
      const url = natives.apply(target, self, parameters) as string;
      if (isBlob(parameters[0])) workerNatives.setEntry(blobs, url, parameters[0]);
      return url;
    },
  });
  const watchedRevoke = proxy(workerNatives.revokeObjectURL, {
    apply(target, self, parameters: [string]) {
      natives.apply(target, self, parameters);
      if (typeof parameters[0] === 'string') workerNatives.deleteEntry(blobs, parameters[0]);
    },
  });
  replace(workerNatives.NativeUrl, 'createObjectURL', watchedCreate);
  replace(workerNatives.NativeUrl, 'revokeObjectURL', watchedRevoke);
  return blobs;
}

function isBlob(value: unknown): value is Blob {
  try {
    return natives.blobSizeOf(value) >= 0;
  } catch {
    // A MediaSource.
    return false;
  }
}

const hasOwnPolicy = (): boolean =>
  findElement(page, 'meta[http-equiv="content-security-policy" i]') !== null;

const hasServiceWorker = (): boolean =>
  serviceWorkers !== null && serviceWorkers.controllerOf(serviceWorkers.container) !== null;

/** Only secure contexts have them, and documents in a sandbox throw. */
function serviceWorkersOrNull() {
  try {
    const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (container === undefined) return null;
    return {
      container,
      controllerOf: natives.reads<object | null>(ServiceWorkerContainer, 'controller'),
    };
  } catch {
    return null;
  }
}
