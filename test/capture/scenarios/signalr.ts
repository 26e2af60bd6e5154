import { createServer } from 'node:http';
import {
  HttpTransportType,
  HubConnectionBuilder,
  type IHubProtocol,
  JsonHubProtocol,
  LogLevel,
  Subject,
} from '@microsoft/signalr';

import { WebSocketServer } from 'ws';
import { serveSignalr, signalrPath } from '../../playground/sockets/signalr.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

const server = () => 'ours, by HubProtocol.md: ASP.NET Core is not in the registries';

/** Calls with and without an answer, one that fails, one back, streams both ways and one that is cancelled. */
export const signalrJson: Scenario = {
  name: 'signalr-json',
  client: () => packageVersion('@microsoft/signalr'),
  server,
  run: (stage) => run(stage, new JsonHubProtocol()),
};

async function run(stage: Stage, protocol: IHubProtocol): Promise<void> {
  const http = createServer();
  const acceptor = new WebSocketServer({ server: http, path: signalrPath });
  const hub = serveSignalr(acceptor);
  http.on('request', (request, response) => hub.answer(request, response));
  const origin = await stage.proxy(await listen(stage, http));

  const connection = new HubConnectionBuilder()
    .withUrl(`${origin}${signalrPath}`, { transport: HttpTransportType.WebSockets })
    .withHubProtocol(protocol)
    .configureLogging(LogLevel.None)
    .build();
  const said = new Promise((isSaid) => connection.on('said', isSaid));
  connection.on('ask', (question) => `${question}? Yes!`);
  await connection.start();
  await connection.invoke('Add', 1, 2.5);
  await connection.send('Say', 'Grüße');
  await said;
  await connection.invoke('AskBack', 'ready');
  await connection.invoke('Unknown').catch(() => 'that is the wanted error');
  await new Promise<void>((complete) => {
    const ended = () => complete();
    connection.stream('Countdown', 2).subscribe({ next: () => {}, complete: ended, error: ended });
  });
  const numbers = new Subject<number>();
  const sum = connection.invoke('Sum', numbers);
  numbers.next(20);
  numbers.next(22);
  numbers.complete();
  await sum;
  await new Promise<void>((cancelled) => {
    const stream = connection.stream('Forever').subscribe({
      next() {
        stream.dispose();
        cancelled();
      },
      complete: () => {},
      error: () => {},
    });
  });
  await connection.invoke('Add', 0, 0);
  await connection.stop();
}
