// First, for it patches what the page will use.
import 'zone.js';
import { type Log, reportLibrary } from './report.ts';

/** What zone.js calls its own property of that name. */
const symbol = (name: string) => Zone.__symbol__(name);

/** A zone that logs its tasks, as frameworks do to learn when a page has settled. */
function logZone(name: string, log: Log): Zone {
  const isOwn = (task: Task) => task.source.startsWith('WebSocket') || task.type !== 'eventTask';
  return Zone.current.fork({
    name,
    properties: { [name]: true },
    onScheduleTask: (parent, _, target, task) => {
      if (isOwn(task)) log(name, 'schedules', task.type, task.source);
      return parent.scheduleTask(target, task);
    },
    onInvokeTask: (parent, _, target, task, self, values) => {
      if (isOwn(task)) log(name, 'invokes', task.type, task.source);
      return parent.invokeTask(target, task, self, values);
    },
    onCancelTask: (parent, _, target, task) => {
      if (isOwn(task)) log(name, 'cancels', task.type, task.source);
      return parent.cancelTask(target, task);
    },
    onHasTask: (parent, _, target, { change, microTask, macroTask, eventTask }) => {
      log(name, 'has tasks', change, microTask, macroTask, eventTask);
      return parent.hasTask(target, { change, microTask, macroTask, eventTask });
    },
    onHandleError: (_, __, ___, error) => {
      log(name, 'handles', error);
      return false;
    },
  });
}

const next = (socket: WebSocket, type: string) =>
  new Promise<Event>((done) => socket.addEventListener(type, done, { once: true }));

/** Native async functions leave their zone at the first await, so each step enters it. */
type InZone = <Outcome>(step: () => Outcome) => Outcome;

/** What the library has made of the classes, and what can be seen of it. */
function logClasses(log: Log): void {
  const { prototype } = WebSocket;
  log('constructor', prototype.constructor === WebSocket, WebSocket.name, WebSocket.length);
  log('statics', WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED);
  log('class', Object.getOwnPropertyNames(WebSocket).sort());
  log('prototype', Object.getOwnPropertyNames(prototype).sort());
  for (const name of ['onopen', 'onmessage', 'onerror', 'onclose', 'send', 'readyState']) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    log(name, descriptor && Object.keys(descriptor), descriptor?.enumerable);
  }
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  log('listeners', prototype.addEventListener === addEventListener, addEventListener.name);
  log('patched', prototype.removeEventListener === removeEventListener);
  log('native', typeof Reflect.get(prototype, symbol('addEventListener')));
}

function logSocket(socket: WebSocket, log: Log): void {
  log('socket', socket.constructor === WebSocket, Object.prototype.toString.call(socket));
  log('own', Reflect.ownKeys(socket).map(String));
  log('instance of', socket instanceof WebSocket, socket instanceof EventTarget);
  for (const type of ['open', 'message', 'error', 'close']) {
    log('listeners', type, socket.eventListeners?.(type));
  }
  log('all listeners', socket.eventListeners?.());
}

/** Opens a socket with listeners of all kinds. */
function listen(url: string, log: Log): { socket: WebSocket; stop: () => void } {
  const socket = new WebSocket(url, ['echo.v1']);
  socket.binaryType = 'arraybuffer';
  logSocket(socket, log);
  const where = (what: string) => (event: Event) => {
    log(what, Zone.current.name, event, event.target === socket, event.eventPhase);
  };
  socket.onopen = where('onopen');
  socket.onmessage = where('the first onmessage');
  socket.addEventListener('message', where('listener'));
  const removed = where('removed');
  socket.addEventListener('message', removed);
  socket.onmessage = where('onmessage');
  const object = { handleEvent: where('object') };
  socket.addEventListener('message', object);
  socket.addEventListener('message', object);
  socket.addEventListener('message', where('capturing'), true);
  socket.addEventListener('message', where('once'), { once: true });
  const abort = new AbortController();
  socket.addEventListener('message', where('until aborted'), { signal: abort.signal });
  logZone('inner', log).run(() => {
    socket.addEventListener('message', where('in the inner zone'));
    socket.onclose = where('onclose');
    // Already added outside, which is where it runs.
    socket.addEventListener('message', object);
  });
  socket.removeEventListener('message', removed);
  socket.removeEventListener('message', () => {});
  log('handler', typeof socket.onopen, socket.onerror);
  logSocket(socket, log);
  return {
    socket,
    stop() {
      abort.abort();
      socket.onmessage = null;
      socket.removeEventListener('message', object);
    },
  };
}

/** A framework knows by these when the page has settled: nobody else's task may be among them. */
async function echo(socket: WebSocket, inZone: InZone, log: Log): Promise<void> {
  for (const payload of ['ünïcödé 🧦', Uint8Array.of(1, 2, 255), new Blob(['a blob'])]) {
    const echoed = inZone(() => next(socket, 'message'));
    inZone(() => socket.send(payload));
    log('echoed', (await echoed) instanceof MessageEvent);
  }
  socket.binaryType = 'blob';
  await inZone(() => {
    const read = next(socket, 'message')
      .then((event) => (event as MessageEvent<Blob>).data.text())
      .then((text) => log('blob', text, Zone.current.name));
    socket.send(Uint8Array.of(65, 66));
    return read;
  });
  await inZone(() => {
    const reader = new FileReader();
    const read = new Promise<void>((done) => {
      reader.onload = () => done(log('read', reader.result, Zone.current.name));
    });
    reader.readAsText(new Blob(['by the page']));
    return read;
  });
}

async function misbehave(socket: WebSocket, inZone: InZone, log: Log): Promise<void> {
  const fails = () => {
    throw new Error('thrown by a listener');
  };
  const called = () => log('called after one that has thrown');
  const thrown = inZone(() => {
    socket.addEventListener('message', fails, { once: true });
    socket.addEventListener('message', called, { once: true });
    return next(socket, 'message');
  });
  inZone(() => socket.send('throw'));
  await thrown;
  const stopped = inZone(() => {
    const stopping = next(socket, 'message');
    socket.addEventListener('message', (event) => event.stopImmediatePropagation(), { once: true });
    socket.addEventListener('message', () => log('never called'));
    return stopping;
  });
  inZone(() => socket.send('stop'));
  await stopped;
}

void reportLibrary(async ({ playground }, log) => {
  logClasses(log);
  const zone = logZone('outer', log);
  const inZone: InZone = (step) => zone.run(step);
  const { socket, stop } = inZone(() => listen(`ws://${playground}/echo`, log));
  await inZone(() => next(socket, 'open'));
  log('opened', socket.protocol, socket.readyState);
  await echo(socket, inZone, log);
  inZone(stop);
  logSocket(socket, log);
  inZone(() => socket.removeAllListeners?.('message'));
  logSocket(socket, log);
  await misbehave(socket, inZone, log);
  const closed = inZone(() => next(socket, 'close'));
  inZone(() => socket.close(4000, 'done'));
  await closed;
  logSocket(socket, log);

  log('refused');
  await inZone(() => {
    const refused = new WebSocket(`ws://${playground}/fail`);
    refused.onerror = (event) => log('onerror', Zone.current.name, event);
    refused.onclose = (event) => log('onclose', Zone.current.name, event);
    return next(refused, 'close');
  });
  log('the zone of the page', Zone.current.name, Zone.root === Zone.current);
});
