import { createClient } from 'graphql-ws';
import { reportLibrary } from './report.ts';

void reportLibrary(async ({ playground }, log) => {
  const client = createClient({
    url: `ws://${playground}/graphql`,
    on: {
      connecting: (isRetry) => log('connecting', isRetry),
      opened: (socket) => log('opened', (socket as WebSocket).protocol),
      connected: () => log('connected'),
      // Their ids are random.
      message: (message) => log('message', message.type),
      closed: (event) => log('closed', event),
    },
  });
  const ask = (query: string) =>
    new Promise<void>((done) => {
      client.subscribe(
        { query },
        {
          next: (value) => log('next', value),
          error: (error) => {
            log('error', JSON.stringify(error));
            done();
          },
          complete: () => {
            log('complete');
            done();
          },
        },
      );
    });
  await ask('{ hello }');
  await ask('subscription { countdown(from: 2) }');
  await ask('{ nothing }');
  await client.dispose();
});
