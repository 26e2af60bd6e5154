import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePlayground } from '../playground/server.ts';
import { launchChromium } from '../support/browser.ts';
import { openPanel } from '../support/chromium-panel.ts';
import { isListening } from '../support/panel-session.ts';
import { runBehaviours, serveBehaviours } from './behaviour-page.ts';
import { describeRuns, type Runs } from './compare-runs.ts';
import { servePages } from './page-server.ts';

const runs: Runs = { native: {}, nativeInDevTools: {}, recorded: {}, attached: {} };
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const playground = await servePlayground();
  const server = await servePages();
  closers.push(playground.close, server.close);
  await serveBehaviours(server, {
    playground: playground.origin.replace('http', 'ws'),
    obedient: server.obedient,
    raw: server.raw,
  });

  const native = await launchChromium({ extension: null });
  closers.push(() => native.close());
  const nativePage = await native.newPage();
  runs.native = await runBehaviours(server, (url) => nativePage.goto(url));
  await nativePage.openDevTools();
  runs.nativeInDevTools = await runBehaviours(server, (url) => nativePage.goto(url));
  await native.close();

  const browser = await launchChromium();
  closers.push(() => browser.close());
  const page = await browser.newPage();
  runs.recorded = await runBehaviours(server, (url) => page.goto(url));
  await page.goto(`${playground.origin}/blank`);
  const { panel } = await openPanel(page);
  await isListening(panel);
  runs.attached = await runBehaviours(server, (url) => page.goto(url));
  // Otherwise everything below would be true of a panel that sees nothing.
  const rows = await panel.$eval('[role=grid][aria-label=Messages]', (grid) =>
    Number(grid.getAttribute('aria-rowcount')),
  );
  expect(rows).toBeGreaterThan(100);
}, 180_000);

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

it('Chromium has run every behaviour', () => {
  expect(Object.keys(runs.native).length).toBeGreaterThan(50);
});

describeRuns('Chromium', runs);
