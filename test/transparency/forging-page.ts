// A page that wants the recorder's port: to read what comes down, to put records in, to make it send.
import { batchEvent, introductionEvent } from '../../extension/protocol/private-channel.ts';

/** Frames of the page's own origin whose window is older than the document in them. */
export const preparedFrames = ['an address', 'srcdoc', 'a blob'] as const;
export type PreparedFrame = (typeof preparedFrames)[number];

/**
 * The names that a page must listen for, the true ones first: a page can read them in the source of
 * Sockets, so they protect nothing.
 */
const eventTypes = [
  ...new Set([
    introductionEvent,
    batchEvent,
    'load',
    'message',
    'messageerror',
    'introduction',
    'sockets',
    'attach',
    'command',
    'connect',
    'DOMContentLoaded',
    'readystatechange',
    'pageshow',
    'pagehide',
    'close',
  ]),
];

/** What it catches goes into `window.caught`; what it puts in holds the word "forged". */
const tools = `
  window.caught = [];
  const catches = (place) => (event) => {
    const ports = event.ports ? event.ports.length : 0;
    const isOurs = event.data && event.data.own;
    if (!isOurs && (ports > 0 || event.source instanceof MessagePort || event.type === '${batchEvent}' || event.type === 'message'))
      window.caught.push(place + ' ' + event.type + ' ports ' + ports);
  };
  const types = ${JSON.stringify(eventTypes)};
  window.listenEverywhere = (place, targets) => {
    for (const target of targets) for (const type of types) for (const capture of [true, false])
      target.addEventListener(type, catches(place), { capture });
  };
`;

/** The first script: listeners wherever an event could pass, and a hand on every way to a port. */
const first = `
  ${tools}
  listenEverywhere('top', [window, document]);
  for (const name of ['postMessage', 'start', 'close', 'dispatchEvent', 'addEventListener']) {
    const holder = name in MessagePort.prototype && Object.hasOwn(MessagePort.prototype, name) ? MessagePort.prototype : EventTarget.prototype;
    const original = holder[name];
    holder[name] = function (...parameters) {
      if (this instanceof MessagePort && !this.own) window.caught.push('port by ' + name);
      if (parameters[0] instanceof MessageEvent && !parameters[0].data?.own && !(this instanceof WebSocket)) window.caught.push('event by ' + name);
      return original.apply(this, parameters);
    };
  }
  const setPort = MessagePort.prototype.__lookupSetter__('onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', { set(value) { if (!this.own) window.caught.push('port by onmessage'); setPort.call(this, value); } });
`;

/** Frames whose window outlives its first navigation, prepared in between. */
const prepare = `
  const sources = {
    'an address': (frame) => { frame.src = '/child'; },
    srcdoc: (frame) => { frame.srcdoc = '<!doctype html><p>child'; },
    'a blob': (frame) => { frame.src = URL.createObjectURL(new Blob(['<!doctype html><p>child'], { type: 'text/html' })); },
  };
  window.prepareFrame = (source) => new Promise((done, fail) => {
    const frame = document.createElement('iframe');
    sources[source](frame);
    document.body.append(frame);
    const view = frame.contentWindow;
    view.isPrepared = true;
    listenEverywhere('prepared', [view, view.document]);
    const around = new Proxy(view.EventTarget.prototype, {
      get(target, key, receiver) {
        if (receiver instanceof view.MessagePort) window.caught.push('port by prototype, ' + String(key));
        return Reflect.get(target, key, receiver);
      },
    });
    Object.setPrototypeOf(view.MessagePort.prototype, around);
    frame.onload = () => {
      // Else nothing of what was prepared is there, and catching nothing says nothing.
      if (frame.contentWindow.isPrepared) done(frame.contentWindow);
      else fail(new Error('the window was replaced'));
    };
  });
`;

/** Opens a socket in the page or in a prepared frame; says something on it and waits for the echo. */
const talk = `
  window.openSocket = async (url, source) => {
    const view = source === null ? window : await prepareFrame(source);
    window.socket = new view.WebSocket(url);
    await new Promise((done) => { socket.onopen = () => done(); });
  };
  window.say = (text) => new Promise((done) => {
    socket.onmessage = () => done();
    socket.send(text);
  });
`;

/** Every way to pretend to be the recorder, the relay or the panel. */
const forge = `
  window.forge = () => {
    const command = { own: true, kind: 'send', requestId: 1, socketId: 1, isText: true, text: 'forged command', bytes: new ArrayBuffer(0) };
    const batch = new Uint8Array([0x53, 0x4b, 0x54, 1, ...new Array(28).fill(0), ...new TextEncoder().encode('forged batch')]).buffer;
    batch.own = true;
    const orders = [command, { own: true, kind: 'command', command }, { own: true, kind: 'attach', isRecording: false }, { own: true, kind: 'record', isRecording: false }, { own: true, kind: 'detach' }];
    const events = orders.flatMap((data) => types.map((type) => () => new MessageEvent(type, { data })));
    events.push(() => new MessageEvent('${batchEvent}', { data: batch }));
    for (const target of [window, document, document.documentElement, socket, new EventTarget()])
      for (const make of events) target.dispatchEvent(make());
    const answers = [];
    for (const type of ${JSON.stringify([...new Set([introductionEvent, batchEvent, 'message'])])}) {
      const { port1, port2 } = new MessageChannel();
      port1.own = port2.own = true;
      port1.onmessage = ({ data }) => { if (!data.own) answers.push(data); };
      const event = new MessageEvent(type, { data: { own: true }, ports: [port2], cancelable: true });
      document.dispatchEvent(event);
      if (event.defaultPrevented) answers.push('taken');
      for (const make of events) { port1.dispatchEvent(make()); port2.dispatchEvent(make()); }
      for (const order of orders) { port1.postMessage(order); port2.postMessage(order); }
    }
    for (const order of orders) {
      window.postMessage(order, '*');
      for (let index = 0; index < window.length; index++) window[index].postMessage(order, '*');
      new BroadcastChannel('sockets-document').postMessage(order);
    }
    // On the page's own socket: the browser's events are the only ones that count.
    const fake = new MessageEvent('message', { data: 'forged event' });
    socket.dispatchEvent(fake);
    socket.dispatchEvent(new Proxy(new Event('x'), {}) instanceof Event ? new MessageEvent('message', { data: 'forged event' }) : fake);
    socket.dispatchEvent(new CloseEvent('close', { code: 4999, reason: 'forged close' }));
    try { Object.defineProperty(fake, 'isTrusted', { value: true }); socket.dispatchEvent(fake); } catch { /* It is not configurable. */ }
    let extension = 'no runtime';
    try { chrome.runtime.sendMessage('a'.repeat(32), command); extension = 'sent'; } catch { /* There is no runtime for pages. */ }
    return { answers, extension };
  };
`;

export const forgingPage = `<!doctype html><html><head><script>{${first}${prepare}${talk}${forge}}</script></head><body></body></html>`;
