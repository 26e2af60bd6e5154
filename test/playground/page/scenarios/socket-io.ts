import { io } from 'socket.io-client';
import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

export const socketIo: Scenario = {
  title: 'Socket.IO',
  note: 'Rooms, acknowledgements and a binary event.',
  prepare(log) {
    const socket = io({ transports: ['websocket'], autoConnect: false });
    const repeater = createRepeater();
    const logEvent = (event: string, value: unknown) => log.received(`${event} ${show(value)}`);

    socket.on('connect', () => log.show('open', 'Open'));
    socket.on('disconnect', (reason) => log.show('ended', `Closed, ${reason}`));
    socket.on('joined', (value) => logEvent('joined', value));
    socket.on('said', (value) => logEvent('said', value));
    socket.on('bytes', (value) => log.received(value));

    function connect(): void {
      if (socket.active) return;
      log.show('busy', 'Connecting');
      socket.connect();
      socket.emit('join', 'lobby', 'Grace', (room: unknown) => logEvent('ack of join', room));
      log.sent('join lobby as Grace');
    }
    function say(): void {
      connect();
      socket.emit('say', 'Hello, room', (said: unknown) => logEvent('ack of say', said));
      log.sent('say Hello, room');
    }
    function sendBytes(): void {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      connect();
      socket.emit('bytes', bytes, (length: unknown) => logEvent('ack of bytes', length));
      log.sent(bytes);
    }
    function stop(): void {
      repeater.stop();
      socket.disconnect();
    }
    return {
      actions: [
        { label: 'Connect Socket.IO', run: connect },
        { label: 'Say with acknowledgement', run: say },
        { label: 'Send a binary event', run: sendBytes },
        { label: 'Disconnect Socket.IO', run: stop },
      ],
      play: () => repeater.start(3000, (turn) => (turn % 3 === 2 ? sendBytes() : say())),
      stop,
    };
  },
};

function show(value: unknown): string {
  return JSON.stringify(value);
}
