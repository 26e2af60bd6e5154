import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { launchFirefox } from '../support/firefox.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import { withoutFileOfRecorder } from './accepted.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type PolicyName, policies, policyPage } from './policy-page.ts';

let playground: Playground;
let server: PageServer;
const names = Object.keys(policies) as PolicyName[];
const pathOf = (name: PolicyName): string => `/policy${names.indexOf(name)}`;

beforeAll(async () => {
  playground = await servePlayground();
  server = await servePages();
  const elsewhere = `${playground.origin.replace('http', 'ws')}/echo`;
  for (const name of names)
    server.serve(pathOf(name), policyPage(name, server.obedient, elsewhere));
});
afterAll(async () => {
  await server?.close();
  await playground?.close();
});

/** Of a policy that only reports Firefox sends two reports, in any order; the sandbox forbids nothing. */
const isReportedOnce = (name: PolicyName): boolean =>
  name !== 'a sandbox' && name !== 'no policy that holds';

type Stories = Record<string, unknown>;

/** What each page saw, and the report that the browser sent to its server. */
async function storiesOf(navigate: (url: string) => Promise<unknown>): Promise<Stories> {
  const stories: Stories = {};
  for (const name of names) {
    const seen = server.nextReport('policy');
    const reported = server.nextReport(`csp-${names.indexOf(name)}`);
    await navigate(server.origin + pathOf(name));
    const told = [await seen, isReportedOnce(name) ? await reported : 'not compared'];
    stories[name] = withoutFileOfRecorder(told, server.origin + pathOf(name));
  }
  return stories;
}

describe('A page with a policy', () => {
  const chromium: { native: Stories; recorded: Stories } = { native: {}, recorded: {} };
  const firefox: { native: Stories; recorded: Stories } = { native: {}, recorded: {} };

  beforeAll(async () => {
    for (const [which, options] of [
      ['native', { extension: null }],
      ['recorded', {}],
    ] as const) {
      const browser = await launchChromium(options);
      try {
        const page = await browser.newPage();
        chromium[which] = await storiesOf((url) => page.goto(url));
      } finally {
        await browser.close();
      }
    }
    if (findFirefox().path === null) return;
    const native = await launchFirefox();
    firefox.native = await storiesOf((url) =>
      native.marionette.send('WebDriver:Navigate', { url }),
    ).finally(native.quit);
    const panel = await openFirefoxPanel(`${playground.origin}/blank`, { open: false });
    firefox.recorded = await storiesOf(panel.navigate).finally(panel.quit);
  }, 120_000);

  it.each(names)(
    '%s, has the same sockets and is told of the same violations in Chromium',
    (name) => {
      expect(JSON.stringify(chromium.native[name])).toContain('word');
      expect(chromium.recorded[name]).toEqual(chromium.native[name]);
    },
  );
  it.skipIf(findFirefox().path === null).each(names)('%s, does so in Firefox', (name) => {
    expect(JSON.stringify(firefox.native[name])).toContain('word');
    expect(firefox.recorded[name]).toEqual(firefox.native[name]);
  });
});
