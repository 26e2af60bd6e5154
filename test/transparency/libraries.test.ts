import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { launchFirefox } from '../support/firefox.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { bundleForPage } from './bundle.ts';
import { type PageServer, servePages } from './page-server.ts';

let playground: Playground;
let server: PageServer;
beforeAll(async () => {
  playground = await servePlayground();
  server = await servePages();
  server.serve('/libraries.js', {
    type: 'text/javascript',
    body: await bundleForPage('./libraries-script.ts'),
  });
  server.serve('/libraries', {
    body: `<!doctype html><script>window.host = ${JSON.stringify(new URL(playground.origin).host)}</script><script src="/libraries.js"></script>`,
  });
});
afterAll(async () => {
  await server?.close();
  await playground?.close();
});

async function logsOf(navigate: (url: string) => Promise<unknown>): Promise<unknown> {
  const report = server.nextReport('libraries');
  await navigate(`${server.origin}/libraries`);
  return report;
}

describe('socket.io-client and graphql-ws tell the same story with the recorder', () => {
  it('in Chromium', async () => {
    const logs: unknown[] = [];
    for (const options of [{ extension: null }, {}]) {
      const browser = await launchChromium(options);
      try {
        const page = await browser.newPage();
        logs.push(await logsOf((url) => page.goto(url)));
      } finally {
        await browser.close();
      }
    }
    expect(JSON.stringify(logs[0])).toContain('an id');
    expect(JSON.stringify(logs[0])).toContain('countdown');
    expect(logs[1]).toEqual(logs[0]);
  });

  it.skipIf(findFirefox().path === null)('in Firefox', async () => {
    const native = await launchFirefox();
    const expected = await logsOf((url) =>
      native.marionette.send('WebDriver:Navigate', { url }),
    ).finally(native.quit);
    const recorded = await openFirefoxPanel(`${playground.origin}/blank`, { open: false });
    const logs = await logsOf(recorded.navigate).finally(recorded.quit);
    expect(JSON.stringify(expected)).toContain('countdown');
    expect(logs).toEqual(expected);
  });
});
