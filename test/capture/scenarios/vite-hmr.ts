import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createServer as createVite, type HotPayload } from 'vite';
import { createWebSocketModuleRunnerTransport } from 'vite/module-runner';
import { WebSocket } from 'ws';
import { listen } from '../listen.ts';
import { temporaryFolder } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** Updates of a module and of a style sheet, a reload, an error of the compiler, events of one's own, a ping. */
export const viteHmr: Scenario = {
  name: 'vite-hmr',
  client: () => `${packageVersion('vite')}, its transport for module runners`,
  server: () => packageVersion('vite'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const folder = temporaryFolder(stage);
  const write = (name: string, text: string) => writeFileSync(`${folder}/${name}`, text);
  write('index.html', '<script type="module" src="/main.js"></script>');
  write('main.js', 'import "./style.css";\nimport "./part.js";\n');
  write('part.js', 'export const part = 1;\nimport.meta.hot.accept();\n');
  write('style.css', 'body { color: red }\n');
  write('broken.js', 'import "./missing.js";\n');
  const http = createServer();
  const vite = await createVite({
    root: folder,
    configFile: false,
    cacheDir: `${folder}/.vite`,
    logLevel: 'silent',
    appType: 'spa',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: { server: http } },
  });
  stage.defer(() => vite.close());
  http.on('request', vite.middlewares);
  const target = await listen(stage, http);
  const origin = (await stage.proxy(target)).replace('http', 'ws');
  // Nothing is said of changes to what is not watched yet.
  while (!vite.watcher.getWatched()[folder]?.includes('style.css')) await setTimeout(20);

  const { hears, onMessage } = listener();
  const transport = createWebSocketModuleRunnerTransport({
    // The cast: ws says that it has the members of the browser's.
    createConnection: () =>
      new WebSocket(`${origin}/?token=${vite.config.webSocketToken}`, 'vite-hmr', {
        origin: target,
      }) as unknown as globalThis.WebSocket,
    pingInterval: 1000,
  });
  vite.ws.on('capture:ask', (asked, client) => client.send('capture:answer', { asked }));
  const connected = hears('connected');
  await transport.connect?.({ onMessage, onDisconnection: () => {} });
  await connected;
  for (const name of ['main.js', 'part.js', 'style.css']) await vite.transformRequest(`/${name}`);

  const answered = hears('custom');
  transport.send?.({ type: 'custom', event: 'capture:ask', data: { text: 'Grüße' } });
  await answered;
  let updated = hears('update');
  write('part.js', 'export const part = 2;\nimport.meta.hot.accept();\n');
  await updated;
  updated = hears('update');
  write('style.css', 'body { color: blue }\n');
  await updated;
  const broken = hears('error');
  await fetch(`${target}/broken.js`);
  await broken;
  const reloaded = hears('full-reload');
  write('index.html', '<script type="module" src="/part.js"></script>');
  await reloaded;
  await new Promise<void>((pinged) => {
    for (const client of vite.ws.clients) client.socket.once('message', () => pinged());
  });
  transport.disconnect?.();
}

/** Waits for the next message of a type. */
function listener() {
  const waiting = new Map<string, () => void>();
  return {
    hears: (type: HotPayload['type']) => new Promise<void>((heard) => waiting.set(type, heard)),
    onMessage: (payload: HotPayload) => {
      // The transport itself tells of the connection as of an event.
      if (payload.type !== 'custom' || !payload.event.startsWith('vite:'))
        waiting.get(payload.type)?.();
    },
  };
}
