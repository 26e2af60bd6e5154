import { writeFileSync } from 'node:fs';
import { needNpm, npmVersion } from '../npm-packages.ts';
import { freePort, temporaryFolder } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';

const name = 'webpack-dev-server';
const packages = () => needNpm(name, { 'webpack-dev-server': '6.1.0', webpack: '5.112.2' });

/** A build that is there, one after a change, one with a warning, one that fails, and a static file that changes. */
export const webpackDevServer: Scenario = {
  name,
  client: () => `${npmVersion(name, 'webpack-dev-server')}, its client for WebSockets`,
  server: () => `${npmVersion(name, 'webpack-dev-server')} with ${npmVersion(name, 'webpack')}`,
  needs: packages,
  run,
};

interface DevServer {
  readonly default: new (
    options: object,
    compiler: object,
  ) => { start(): Promise<void>; stop(): Promise<void> };
}

interface DevClient {
  readonly default: new (
    url: string,
  ) => {
    onMessage(run: (text: string) => void): void;
    onClose(run: () => void): void;
    readonly client: { close(): void };
  };
}

async function run(stage: Stage): Promise<void> {
  const { require } = packages();
  const webpack = require<(options: object) => object>('webpack');
  const { default: Server } = require<DevServer>('webpack-dev-server');
  const {
    default: Client,
  } = require<DevClient>('webpack-dev-server/client/clients/WebSocketClient.js');
  const folder = temporaryFolder(stage);
  const write = (file: string, text: string) => writeFileSync(`${folder}/${file}`, text);
  write('index.js', 'export const a = 1;\n');
  write('page.html', '<p>');
  const port = await freePort();
  const compiler = webpack({
    mode: 'development',
    context: folder,
    entry: './index.js',
    // Prints nothing.
    stats: 'none',
    output: { path: `${folder}/out` },
    infrastructureLogging: { level: 'none' },
  });
  const server = new Server(
    {
      host: '127.0.0.1',
      port,
      allowedHosts: 'all',
      static: { directory: folder, watch: { ignored: /index\.js/ } },
      client: { progress: false, overlay: true, reconnect: 3 },
    },
    compiler,
  );
  await server.start();
  stage.defer(() => server.stop());
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  const client = new Client(`${origin.replace('http', 'ws')}/ws`);
  let heard: (type: string) => void = () => {};
  client.onMessage((text) => heard(JSON.parse(text).type));
  const hears = (wanted: string): Promise<void> =>
    new Promise((done) => {
      heard = (type) => type === wanted && done();
    });
  await hears('ok');
  const changes = [
    ['index.js', 'export const a = 2;\n', 'ok'],
    ['index.js', 'export { b } from "./index.js";\n', 'warnings'],
    ['index.js', 'export const = 2;\n', 'errors'],
    ['page.html', '<p>Grüße', 'static-changed'],
  ] as const;
  for (const [file, text, answer] of changes) {
    const answered = hears(answer);
    write(file, text);
    await answered;
  }
  const closed = new Promise<void>((isClosed) => client.onClose(isClosed));
  client.client.close();
  await closed;
}
