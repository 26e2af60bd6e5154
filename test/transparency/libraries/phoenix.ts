import { type Channel, Presence, Serializer, Socket } from 'phoenix';
import { describe, type Log, reportLibrary } from './report.ts';

interface Connected {
  readonly socket: Socket;
  /** Resolves when the socket opens the next time. */
  opened(): Promise<void>;
}

/** A socket that logs all that the library says, each entry under its name. */
function connect(url: string, name: string, log: Log, options: object = {}): Connected {
  const socket = new Socket(url, {
    params: { name },
    reconnectAfterMs: () => 10,
    rejoinAfterMs: () => 10,
    logger: (kind: string, message: string, detail: unknown) => log(name, kind, message, detail),
    ...options,
  });
  const resolvers: (() => void)[] = [];
  socket.onOpen(() => {
    log(name, 'open', socket.protocol(), socket.connectionState(), socket.endPointURL());
    for (const resolve of resolvers.splice(0)) resolve();
  });
  socket.onClose((event) => log(name, 'close', event, socket.connectionState()));
  socket.onError((error) => log(name, 'error', error));
  socket.connect();
  return { socket, opened: () => new Promise((done) => resolvers.push(done)) };
}

/** The status of the answer to `push`. */
function answered(push: ReturnType<Channel['push']>, name: string, log: Log): Promise<string> {
  return new Promise((done) => {
    for (const status of ['ok', 'error', 'timeout']) {
      push.receive(status, (response) => {
        log(name, 'answered', status, response);
        done(status);
      });
    }
  });
}

/** The next message of a topic, whether or not a channel still listens to it. */
function heard(socket: Socket, topic: string, event: string): Promise<void> {
  return new Promise((done) => {
    const ref = socket.onMessage((message) => {
      if (message['topic'] !== topic || message['event'] !== event) return;
      socket.off([ref]);
      done();
    });
  });
}

const next = (channel: Channel, event: string) =>
  new Promise<unknown>((done) => {
    const ref = channel.on(event, (payload) => {
      channel.off(event, ref);
      done(payload);
    });
  });

function disconnect({ socket }: Connected, code: number, reason: string): Promise<void> {
  return new Promise((done) => socket.disconnect(done, code, reason));
}

async function chat(url: string, log: Log): Promise<void> {
  const ada = connect(url, 'Ada', log, { authToken: 'a token' });
  const room = ada.socket.channel('room:lobby', { name: 'Ada' });
  const presence = new Presence(room);
  presence.onJoin((key) => log('presence', 'join', key));
  presence.onLeave((key) => log('presence', 'leave', key));
  presence.onSync(() =>
    log(
      'presence',
      presence.list((key) => key),
    ),
  );
  for (const event of ['said', 'bytes']) room.on(event, (payload) => log('Ada', event, payload));
  room.onError((reason) => log('Ada', 'channel error', reason, room.state));
  room.onClose((payload) => log('Ada', 'channel close', payload, room.state));

  // Pushed before it has joined, and joined before the socket is open.
  const joining = room.join();
  const early = answered(room.push('say', { text: 'early' }), 'Ada', log);
  await answered(joining, 'Ada', log);
  await early;
  log('state', room.state);
  await answered(room.push('say', { text: 'ünïcödé 🧦' }), 'Ada', log);
  await answered(room.push('fail', {}), 'Ada', log);
  await answered(room.push('ignore', {}, 20), 'Ada', log);
  await answered(room.push('bytes', Uint8Array.of(1, 2, 255).buffer), 'Ada', log);
  await answered(room.push('bytes', new Uint8Array(200_000).fill(7).buffer), 'Ada', log);
  await new Promise<void>((done) => ada.socket.ping(() => done()));

  // The other's log is his own: which of two sockets is served first is the browser's affair.
  const bobs: unknown[] = [];
  const bob = connect(url, 'Bob', (...words) => bobs.push(words.map(describe)));
  const bobsRoom = bob.socket.channel('room:lobby', { name: 'Bob' });
  const joined = next(room, 'presence_diff');
  const isIn = next(bobsRoom, 'presence_state');
  bobsRoom.join();
  await Promise.all([joined, isIn]);
  const said = next(room, 'said');
  const answer = new Promise((done) => {
    bobsRoom.push('say', { text: 'hello, Ada' }).receive('ok', done);
  });
  await Promise.all([said, answer]);
  const left = next(room, 'presence_diff');
  const closed = heard(bob.socket, 'room:lobby', 'phx_close');
  bobsRoom.leave();
  await Promise.all([left, closed]);
  await disconnect(bob, 1000, 'Bob has gone');
  log("Bob's", bobs);

  log('the channel ends, and joins again');
  const rejoined = next(room, 'presence_state');
  room.push('crash', {});
  await rejoined;
  for (const event of ['drop', 'disconnect']) {
    log('the socket ends', event);
    const opened = event === 'drop' ? ada.opened() : closedOf(ada.socket);
    const back = next(room, 'presence_state');
    room.push(event, {});
    await opened;
    // Closed with 1000, the library does not come back by itself.
    if (event === 'disconnect') ada.socket.connect();
    await back;
  }
  const refused = ada.socket.channel('kitchen:1');
  await answered(refused.join(), 'Ada', log);
  // Left at once as far as the library is concerned; the server answers later.
  const refusedAgain = heard(ada.socket, 'kitchen:1', 'phx_reply');
  await answered(refused.leave(), 'Ada', log);
  await refusedAgain;
  const end = heard(ada.socket, 'room:lobby', 'phx_close');
  await answered(room.leave(), 'Ada', log);
  await end;
  await disconnect(ada, 4000, 'Ada has gone');
  log('state', room.state, ada.socket.connectionState());
}

function closedOf(socket: Socket): Promise<void> {
  return new Promise((done) => {
    const ref = socket.onClose(() => {
      socket.off([ref]);
      done();
    });
  });
}

/** A heartbeat is answered. */
async function beat(url: string, log: Log): Promise<void> {
  const beating = connect(url, 'beating', log, {
    heartbeatIntervalMs: 50,
    encode: (message: object, send: (text: string) => void) => {
      // It is also how long the library waits for the answer, too short for a busy machine.
      beating.socket.heartbeatIntervalMs = 30_000;
      Serializer.encode(message, send);
    },
  });
  await heard(beating.socket, 'phoenix', 'phx_reply');
  await disconnect(beating, 1000, '');
}

/** No heartbeat is answered: the library closes the socket and opens another. */
async function missBeat(url: string, log: Log): Promise<void> {
  const missing = connect(url, 'missing', log, { heartbeatIntervalMs: 100, encode: () => {} });
  await missing.opened();
  await missing.opened();
  await disconnect(missing, 1000, '');
}

void reportLibrary(async ({ libraries }, log) => {
  const url = `ws://${libraries}/phoenix`;
  // At the same time, for they wait for timers. Each has a log of its own.
  const logs: unknown[][] = [[], [], []];
  const talks = [chat, beat, missBeat].map((talk, index) =>
    talk(url, (...words) => logs[index]?.push(words.map(describe))),
  );
  await Promise.all(talks).finally(() => log('logs', logs));
});
