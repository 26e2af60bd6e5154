// Pages for leaving.test.ts.

/**
 * Opens a socket and closes it (`?closed`), leaves it open (`?open`), or closes it as the page is hidden
 * (`?hiding`); tells how the page was shown when it is shown again, and what the socket has seen since.
 */
export const cachedPage = (
  url: string,
): string => `<!doctype html><link rel="icon" href="data:,"><title>starting</title><script>
  const seen = [];
  addEventListener('pageshow', ({ persisted }) => {
    // Kept or loaded anew, the second time tells.
    const key = 'shown' + location.search;
    const isFirst = sessionStorage[key] === undefined;
    sessionStorage[key] = 'once';
    if (isFirst) return;
    const [navigation] = performance.getEntriesByType('navigation');
    const reasons = navigation.notRestoredReasons;
    const report = () => navigator.sendBeacon('/report?shown', JSON.stringify({
      persisted, reasons: reasons && reasons.reasons, seen: persisted ? seen : [],
      state: persisted && socket ? socket.readyState : null,
    }));
    if (persisted && socket && socket.readyState !== 3) socket.addEventListener('close', () => setTimeout(report));
    else setTimeout(report);
  });
  const socket = location.search.startsWith('?none') ? null : new WebSocket(${JSON.stringify(url)});
  if (socket) {
    socket.onopen = () => socket.send(new Blob(['x']));
    socket.onmessage = () => {
      if (location.search.startsWith('?closed')) socket.close();
      else document.title = 'ready';
    };
    socket.onerror = () => seen.push('error');
    socket.onclose = ({ code, wasClean }) => { seen.push(['close', code, wasClean]); document.title = 'ready'; };
    if (location.search.startsWith('?hiding')) addEventListener('pagehide', () => socket.close(3000, 'hiding'));
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
  const registry = new FinalizationRegistry((name) => {
    window.collected.push(name);
    document.title = window.collected.toSorted().join(', ');
  });
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
