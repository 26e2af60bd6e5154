import {
  type HubConnection,
  HubConnectionBuilder,
  type IRetryPolicy,
  type IStreamResult,
  LogLevel,
  Subject,
} from '@microsoft/signalr';
import { type Log, reportLibrary } from './report.ts';

/** At once and then not again, so that no machine is too slow for it. */
const retries: IRetryPolicy = {
  nextRetryDelayInMilliseconds: ({ previousRetryCount }) => (previousRetryCount < 5 ? 10 : null),
};

function createConnection(url: string, log: Log): HubConnection {
  const connection = new HubConnectionBuilder()
    .withUrl(url, { logMessageContent: true })
    .withAutomaticReconnect(retries)
    .configureLogging({
      log: (level, message) => {
        // Both are random.
        const text = message.replace(/id=[\w-]+/g, 'id=A TOKEN').replace(/'[\w-]{36}'/g, 'AN ID');
        log('says', LogLevel[level], text);
      },
    })
    .build();
  connection.onreconnecting((error) => log('reconnecting', error, connection.state));
  connection.onreconnected((id) => log('reconnected', typeof id, connection.state));
  connection.onclose((error) => log('close', error, connection.state));
  return connection;
}

function readStream(stream: IStreamResult<unknown>, log: Log): Promise<void> {
  return new Promise((done) => {
    const end = (...words: readonly unknown[]) => done(log('stream', ...words));
    stream.subscribe({
      next: (item) => log('stream', item),
      complete: () => end('complete'),
      error: (error) => end('error', error),
    });
  });
}

async function talk(connection: HubConnection, log: Log): Promise<void> {
  log('state', connection.state, connection.connectionId);
  await connection.start();
  log('state', connection.state, typeof connection.connectionId);
  log('sum', await connection.invoke('Add', 20, 22));
  log('nothing', await connection.invoke('Say', 'ünïcödé 🧦'));
  await connection.invoke('Say', 'x'.repeat(100_000));
  await connection.invoke('Fail').catch((error: unknown) => log('failed', error));
  log('asked back', await connection.invoke('AskBack', 'your name'));
  await readStream(connection.stream('Countdown', 3), log);

  await new Promise<void>((done) => {
    const subscription = connection.stream('Forever').subscribe({
      next: (item) => {
        log('stream', item);
        subscription.dispose();
        done();
      },
      complete: () => log('never said, for it has cancelled'),
      error: (error) => log('error', error),
    });
  });

  const numbers = new Subject<number>();
  const sum = connection.invoke('Sum', numbers);
  for (const number of [1, 2, 3]) numbers.next(number);
  numbers.complete();
  log('sum', await sum);

  const said = new Promise((done) => connection.on('said', done));
  await connection.send('Say', 'without an answer');
  await said;
}

void reportLibrary(async ({ libraries }, log) => {
  const connection = createConnection(`http://${libraries}/signalr`, log);
  connection.on('said', (text) => log('said', text));
  connection.on('ask', (question) => `an answer to ${question}`);
  await talk(connection, log);

  log('the connection breaks');
  const back = new Promise((done) => connection.onreconnected(done));
  await connection.invoke('Drop').catch((error: unknown) => log('failed', error));
  await back;
  log('sum', await connection.invoke('Add', 1, 1));

  await connection.stop();
  log('stopped', connection.state);

  log('the server sends it away');
  await connection.start();
  const closed = new Promise((done) => connection.onclose(done));
  await connection.invoke('Expel').catch((error: unknown) => log('failed', error));
  await closed;

  log('a hub that is not there');
  const nowhere = createConnection(`http://${libraries}/nowhere`, log);
  await nowhere.start().catch((error: unknown) => log('failed', error));
});
