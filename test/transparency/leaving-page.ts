// Pages for leaving.test.ts.

/** Opens a socket if told to, closes it, and tells how the page was shown when it is shown again. */
export const cachedPage = (
  url: string,
): string => `<!doctype html><link rel="icon" href="data:,"><title>starting</title><script>
  addEventListener('pageshow', ({ persisted }) => {
    // Kept or loaded anew, the second time tells.
    const key = 'shown' + location.search;
    const isFirst = sessionStorage[key] === undefined;
    sessionStorage[key] = 'once';
    if (isFirst) return;
    const [navigation] = performance.getEntriesByType('navigation');
    const reasons = navigation.notRestoredReasons;
    navigator.sendBeacon('/report?shown', JSON.stringify({ persisted, reasons: reasons && reasons.reasons }));
  });
  const socket = location.search.startsWith('?closed') ? new WebSocket(${JSON.stringify(url)}) : null;
  if (socket) {
    socket.onopen = () => socket.send(new Blob(['x']));
    socket.onmessage = () => socket.close();
    socket.onclose = () => { document.title = 'ready'; };
  } else document.title = 'ready';
</script>`;

/** Sends while it leaves; with `?rewritten`, after it has replaced its own document, and all listeners with it. */
export const leavingPage = (
  url: string,
): string => `<!doctype html><link rel="icon" href="data:,"><title>starting</title><script>
  const socket = new WebSocket(${JSON.stringify(url)});
  const prepare = () => {
    addEventListener('pagehide', () => socket.send('at pagehide' + location.search));
    socket.send('say prepared' + location.search);
  };
  socket.onopen = () => {
    if (location.search === '?rewritten') {
      document.open();
      document.write('<title>starting</title>rewritten');
      document.close();
    }
    prepare();
    socket.onmessage = () => { document.title = 'ready'; };
  };
</script>`;

/** Makes sockets that nobody holds, and writes down which are collected. */
export const forgetfulPage = (
  url: string,
): string => `<!doctype html><link rel="icon" href="data:,"><title>starting</title><script>
  window.collected = [];
  const registry = new FinalizationRegistry((name) => window.collected.push(name));
  const opened = [];
  const make = (name, prepare) => {
    const socket = new WebSocket(${JSON.stringify(url)});
    registry.register(socket, name);
    opened.push(new Promise((done) => { socket.onopen = () => { socket.onopen = null; prepare(socket, done); }; }));
  };
  make('open, without listeners', (socket, done) => done());
  make('open, after a send', (socket, done) => { socket.send('x'); done(); });
  make('open, with a listener for open', (socket, done) => { socket.addEventListener('open', () => {}); done(); });
  make('open, with a listener for message', (socket, done) => { socket.onmessage = () => {}; done(); });
  make('closed', (socket, done) => { socket.onclose = () => { socket.onclose = null; done(); }; socket.close(); });
  Promise.all(opened).then(() => { opened.length = 0; document.title = 'ready'; });
</script>`;
