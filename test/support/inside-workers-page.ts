// Pages and workers for the tests of recording inside workers, in both browsers.

/** Sends a text and bytes when it has opened, and what its page tells it to; tells its page what came back. */
export const talk = (name: string, url: string): string => `
  const socket = new WebSocket('${url}');
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => { socket.send('text of ${name}'); socket.send(new Uint8Array([1, 2, 255])); };
  socket.onmessage = ({ data }) => postMessage(typeof data === 'string' ? data : [...new Uint8Array(data)].join());
  onmessage = ({ data }) => socket.send('told: ' + data);
`;

/** A page that makes workers as it loads, and keeps them and what they say. */
export const pageWith = (
  making: string,
  meta = '',
): string => `<!doctype html><title>site</title>${meta}
<script>
  const workers = [];
  const said = [];
  const keep = (worker) => {
    workers.push(worker);
    worker.onmessage = ({ data }) => said.push(data);
    worker.onerror = (event) => said.push('error ' + (event.message ?? ''));
  };
  ${making}
</script>`;

/** Says what every address of a worker comes to, once its page has spoken. Its folder has what it names. */
export const addressReport = (isModule: boolean): string => `
  const attempt = async (run) => { try { return await run(); } catch (error) { return error.name; } };
  const once = (target, type) => new Promise((done) => { target['on' + type] = done; });
  onmessage = async ({ data: first }) => {
    const cache = await caches.open(location.pathname);
    const parts = {};
    for (const part of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'])
      parts[part] = location[part];
    const report = {
      first, parts, name: self.name, origin: self.origin, text: String(location), own: Object.keys(self).length,
      kinds: [typeof plan, typeof load, WebSocket.name, fetch.length, String(fetch).includes('native')],
      library: await attempt(() => ${isModule ? "'none'" : "(importScripts('library.js'), self.library)"}),
      fetched: await attempt(async () => (await fetch('text')).text()),
      asked: await attempt(async () => (await fetch(new Request('text'))).url),
      loaded: await attempt(async () => {
        const request = new XMLHttpRequest();
        request.open('GET', 'text');
        request.send();
        await once(request, 'load');
        return request.responseText;
      }),
      dynamic: await attempt(async () => (await import('./dynamic.js')).default),
      redirected: await attempt(() => Response.redirect('elsewhere').headers.get('location')),
      events: await attempt(() => { const source = new EventSource('events'); source.close(); return source.url; }),
      cached: await attempt(async () => {
        await cache.addAll(['text']);
        await cache.put('put', new Response('put'));
        const keys = (await cache.keys()).map(({ url }) => url).sort();
        const found = await (await cache.match('put')).text();
        return [keys, found, await cache.delete('text'), await cache.delete('put')];
      }),
      nested: await attempt(async () => (await once(new Worker('nested.js'), 'message')).data),
      refused: await attempt(() => new WebSocket('http://[')),
      illegal: await attempt(() => Object.getOwnPropertyDescriptor(WorkerLocation.prototype, 'href').get.call({})),
      socket: await attempt(async () => {
        const socket = new WebSocket('../obedient');
        await once(socket, 'open');
        socket.send('say hello');
        const { data } = await once(socket, 'message');
        socket.close();
        return [socket.url, socket instanceof WebSocket, socket.constructor === WebSocket, data];
      }),
    };
    postMessage(report);
  };
`;

/** Puts functions that count their calls wherever code could look something up. `Saved` are the browser's own. */
export const poison = `
  const { apply, construct, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const NativeProxy = Proxy;
  const Saved = { WebSocket, Uint8Array, Worker: self.Worker, post: (message) => post(message) };
  const post = self.postMessage.bind(self);
  let counts = { __proto__: null };
  const note = (name) => { counts[name] = (counts[name] || 0) + 1; };
  const counted = (name, original) => new NativeProxy(original, { __proto__: null,
    apply(target, self, parameters) { note(name + '()'); return apply(target, self, parameters); },
    construct(target, parameters, newTarget) { note('new ' + name); return construct(target, parameters, newTarget); },
  });
  const classes = [
    ...['Object', 'Function', 'Map', 'WeakMap', 'WeakRef', 'Error', 'String', 'Number', 'Symbol', 'ArrayBuffer'],
    ...['DataView', 'Uint8Array', 'Uint32Array', 'Float64Array', 'TextEncoder', 'MessageChannel', 'MessagePort'],
    ...['MessageEvent', 'CloseEvent', 'Event', 'EventTarget', 'Blob', 'FileReader', 'DOMException', 'Performance'],
    ...['URL', 'WebSocket', 'Worker', 'Node', 'Document', 'Promise', 'ServiceWorkerContainer', 'Reflect', 'Array'],
  ];
  for (const name of classes) {
    const original = self[name];
    for (const holder of [original, original?.prototype]) {
      for (const key of holder ? ownKeys(holder) : []) {
        const { value, get, configurable } = getOwnPropertyDescriptor(holder, key);
        if (!configurable || key === 'constructor') continue;
        const label = name + '.' + String(key);
        if (typeof value === 'function') defineProperty(holder, key, { __proto__: null, value: counted(label, value) });
        else if (typeof get === 'function') defineProperty(holder, key, { __proto__: null, get: counted('get ' + label, get) });
      }
    }
    if (typeof original === 'function') self[name] = counted(name, original);
  }
  for (const key of ['data', 'ports', 'value', 'type', 'kind', 'transfer', 'apply', 'construct', 'href', '0'])
    defineProperty(Object.prototype, key, { __proto__: null, configurable: true,
      get() { note('get ' + key); }, set(value) { note('set ' + key); defineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true }); } });
  counts = { __proto__: null };
`;

/** A worker's script that poisons its own built-ins and then talks to an echo: a text, three bytes, and what it is told. */
export const hostileWorker = (echoUrl: string): string => `${poison}
  const socket = new Saved.WebSocket('${echoUrl}');
  let echoes = 0;
  socket.onopen = () => { socket.send('text'); socket.send(new Saved.Uint8Array(3)); };
  socket.onmessage = () => ++echoes === 2 && Saved.post(counts);
  onmessage = ({ data }) => socket.send(data);`;
