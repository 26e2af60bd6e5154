import type { Scenario } from '../scenario.ts';

export const flood: Scenario = {
  title: 'Flood',
  note: 'As many messages as the browser can take. Starts only by hand.',
  prepare(log) {
    let socket: WebSocket | undefined;

    function pour(count: number): void {
      socket?.close();
      const pouring = new WebSocket(`ws://${location.host}/flood?count=${count}`);
      socket = pouring;
      countMessages(pouring, (received, isOver) => {
        if (socket !== pouring) return;
        log.show(isOver ? 'ended' : 'open', `${received.toLocaleString('en')} received`);
      });
      pouring.addEventListener('open', () => {
        pouring.send('go');
        log.sent(`go, for ${count.toLocaleString('en')} messages`);
      });
    }
    return {
      actions: [
        { label: 'Flood 20,000 messages', run: () => pour(20_000) },
        { label: 'Flood 200,000 messages', run: () => pour(200_000) },
        { label: 'Stop flood', run: () => socket?.close() },
      ],
      stop: () => socket?.close(),
    };
  },
};

/** Tells the count once a frame: a line for each message would measure the page, not the socket. */
function countMessages(socket: WebSocket, tell: (received: number, isOver: boolean) => void): void {
  let received = 0;
  let isScheduled = false;
  socket.addEventListener('message', (event) => {
    received += 1;
    if (String(event.data).startsWith('{"flood":"done"')) socket.close(1000, 'done');
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      tell(received, socket.readyState === WebSocket.CLOSED);
    });
  });
  socket.addEventListener('close', () => tell(received, true));
}
