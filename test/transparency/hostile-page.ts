// A page that has put its own functions everywhere that a recorder could look, and counts their calls.
// Its script is written without anything that it poisons, in one piece, as a page would have it.

/** Everything below is done by `poison` first and then used by `act` through saved references only. */
const poison = `
  const { apply, construct, getOwnPropertyDescriptor, defineProperty, ownKeys } = Reflect;
  const NativeProxy = Proxy;
  const report = navigator.sendBeacon.bind(navigator);
  const quote = JSON.stringify;
  const text = String;
  const counts = { __proto__: null };
  const note = (name) => { counts[name] = (counts[name] || 0) + 1; };
  const saved = {
    __proto__: null, WebSocket, Uint8Array, Blob, ArrayBuffer,
    listen: EventTarget.prototype.addEventListener, later: setTimeout,
    send: WebSocket.prototype.send, close: WebSocket.prototype.close,
    data: getOwnPropertyDescriptor(MessageEvent.prototype, 'data').get,
  };
  const counted = (name, original) => new NativeProxy(original, { __proto__: null,
    apply(target, self, parameters) { note(name + '()'); return apply(target, self, parameters); },
    construct(target, parameters, newTarget) { note('new ' + name); return construct(target, parameters, newTarget); },
  });
  const poisonMembers = (name, holder) => {
    const keys = ownKeys(holder);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index];
      const found = getOwnPropertyDescriptor(holder, key);
      if (!found.configurable || key === 'constructor') continue;
      const label = name + '.' + text(key);
      if (typeof found.value === 'function')
        defineProperty(holder, key, { __proto__: null, value: counted(label, found.value), configurable: true, writable: true });
      else if (typeof found.get === 'function')
        defineProperty(holder, key, { __proto__: null, configurable: true, enumerable: found.enumerable,
          get: counted('get ' + label, found.get), set: found.set && counted('set ' + label, found.set) });
    }
  };
  const names = [
    'Object', 'Function', 'Array', 'Promise', 'Map', 'WeakMap', 'Set', 'WeakSet', 'WeakRef', 'Error',
    'TypeError', 'String', 'Number', 'Symbol', 'RegExp', 'Date', 'ArrayBuffer', 'DataView', 'Uint8Array',
    'Uint32Array', 'Float64Array', 'TextEncoder', 'TextDecoder', 'MessageChannel', 'MessagePort',
    'MessageEvent', 'CloseEvent', 'Event', 'EventTarget', 'CustomEvent', 'Blob', 'FileReader', 'Document',
    'DOMException', 'Performance', 'Proxy', 'WebSocket', 'AbortSignal', 'BroadcastChannel', 'Node',
    'MutationObserver', 'MutationRecord', 'FinalizationRegistry',
  ];
  const holders = [];
  for (let index = 0; index < names.length; index++) holders[index] = window[names[index]];
  const typedArrays = Object.getPrototypeOf(Uint8Array);
  const arrayIterators = Object.getPrototypeOf([][Symbol.iterator]());
  const spaces = [Reflect, JSON, Math, console];
  const functions = ['setTimeout', 'queueMicrotask', 'postMessage', 'structuredClone', 'fetch', 'requestAnimationFrame',
    'addEventListener', 'removeEventListener', 'dispatchEvent', 'setInterval', 'requestIdleCallback'];
  for (let index = 0; index < functions.length; index++)
    if (window[functions[index]]) window[functions[index]] = counted(functions[index], window[functions[index]]);
  for (let index = 0; index < spaces.length; index++) poisonMembers('namespace ' + index, spaces[index]);
  for (let index = 0; index < names.length; index++) {
    if (holders[index].prototype) poisonMembers(names[index] + '.prototype', holders[index].prototype);
    poisonMembers(names[index], holders[index]);
    if (names[index] !== 'WebSocket')
      defineProperty(window, names[index], { __proto__: null, configurable: true,
        get() { note('global ' + names[index]); return counted(names[index], holders[index]); }, set() { note('set global ' + names[index]); } });
  }
  poisonMembers('TypedArray.prototype', typedArrays.prototype);
  poisonMembers('TypedArray', typedArrays);
  poisonMembers('ArrayIterator', arrayIterators);
  const properties = [
    'get', 'set', 'value', 'writable', 'enumerable', 'configurable', 'data', 'ports', 'origin', 'source',
    'lastEventId', 'bubbles', 'cancelable', 'composed', 'detail', 'construct', 'apply', 'has', 'ownKeys',
    'getPrototypeOf', 'capture', 'once', 'passive', 'signal', 'kind', 'flags', 'id', 'previous', 'next',
    'stack', 'then', 'toJSON', 'prepareStackTrace', 'stackTraceLimit', 'written', 'read', 'type', 'endings',
    'maxByteLength', 'code', 'reason', 'wasClean', 'socketId', 'requestId', 'isRecording', 'isText', 'text',
    'bytes', 'url', 'transfer', 'done', 'cause', 'reference', 'fatal', 'ignoreBOM', 'stream', '-1',
  ];
  for (let index = 0; index < properties.length; index++) {
    const key = properties[index];
    defineProperty(Object.prototype, key, { __proto__: null, configurable: true,
      get() { note('get Object.prototype.' + key); return undefined; },
      set(value) { note('set Object.prototype.' + key);
        defineProperty(this, key, { __proto__: null, value, configurable: true, enumerable: true, writable: true }); } });
  }
  for (let index = 0; index < 12; index++)
    defineProperty(Array.prototype, index, { __proto__: null, configurable: true,
      get() { note('get Array.prototype.' + index); return undefined; },
      set(value) { note('set Array.prototype.' + index);
        defineProperty(this, index, { __proto__: null, value, configurable: true, enumerable: true, writable: true }); } });
`;

/** Every kind of traffic; ends when the socket has closed and reports the counts and what was received. */
const act = (url: string, report: string) => `
  let received = '';
  const socket = new saved.WebSocket(${JSON.stringify(url)}, 'echo.v1');
  const on = (type, listener) => apply(saved.listen, socket, [type, listener]);
  const send = (payload) => apply(saved.send, socket, [payload]);
  const attempt = (act) => { try { act(); } catch { received += 'threw;'; } };
  attempt(() => send('too early'));
  attempt(() => apply(saved.close, socket, [1]));
  attempt(() => new saved.WebSocket('ftp:x'));
  on('open', () => {
    let large = 'large ';
    while (large.length < 400000) large += large;
    const bytes = new saved.Uint8Array(3);
    bytes[1] = 7;
    send('text one');
    send(bytes);
    send(new saved.Blob(['from a blob']));
    send(large);
    send(bytes);
    send('last text');
  });
  on('message', (event) => {
    const data = apply(saved.data, event, []);
    received += typeof data + (typeof data === 'string' ? data.length : '') + ';';
    if (data === 'last text') apply(saved.close, socket, [3000, 'enough']);
  });
  on('close', () => {
    // Blobs are read, batches go and credit comes a moment later.
    apply(saved.later, window, [() => {
      let log = received;
      for (const name in counts) log += '\\n' + name + ' ' + counts[name];
      report('/report?${report}', quote(log));
    }, 1000]);
  });
`;

export const hostilePage = (url: string): string =>
  `<!doctype html><html><head><script>{${poison}${act(url, 'hostile')}}</script></head><body></body></html>`;
