import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { servePlayground } from '../playground/server.ts';
import { launchFirefox } from '../support/firefox.ts';
import { openFirefoxPanel } from '../support/firefox-panel.ts';
import type { Marionette } from '../support/marionette.ts';
import { until } from '../support/until.ts';
import { runBehaviours, serveBehaviours } from './behaviour-page.ts';
import { describeRuns, type Runs } from './compare-runs.ts';
import { servePages } from './page-server.ts';

const firefox = findFirefox();

/** With DevTools open Firefox adds asynchronous callers to stacks, with and without an extension. */
async function openWebConsole(marionette: Marionette): Promise<void> {
  await marionette.send('Marionette:SetContext', { value: 'chrome' });
  await marionette.send('WebDriver:ExecuteAsyncScript', {
    script: `const done = arguments[arguments.length - 1];
      const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
      const { gDevTools } = require('devtools/client/framework/devtools');
      const { gBrowser } = Services.wm.getMostRecentWindow('navigator:browser');
      gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'webconsole' }).then(() => done(true));`,
    args: [],
  });
  await marionette.send('Marionette:SetContext', { value: 'content' });
}

// Without a Firefox this is reported as skipped, never as passed.
describe.skipIf(firefox.path === null)('In Firefox', () => {
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

    const native = await launchFirefox();
    try {
      const navigate = (url: string) => native.marionette.send('WebDriver:Navigate', { url });
      runs.native = await runBehaviours(server, navigate);
      await openWebConsole(native.marionette);
      runs.nativeInDevTools = await runBehaviours(server, navigate);
    } finally {
      await native.quit();
    }

    const panel = await openFirefoxPanel(`${playground.origin}/blank`, { open: false });
    closers.push(panel.quit);
    runs.recorded = await runBehaviours(server, panel.navigate);
    await panel.navigate(`${playground.origin}/blank`);
    await panel.openToolbox();
    await until(
      () => panel.evaluateInPanel(`document.body.textContent.includes('No sockets yet')`),
      { what: 'the panel has found the page' },
    );
    runs.attached = await runBehaviours(server, panel.navigate);
    // Otherwise everything below would be true of a panel that sees nothing.
    await until(
      () =>
        panel.evaluateInPanel(
          `Number(document.querySelector('[role=grid][aria-label=Messages]')?.getAttribute('aria-rowcount')) > 100`,
        ),
      { what: 'the panel has the messages of the behaviours' },
    );
  }, 240_000);

  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });

  it('every behaviour has run', () => {
    expect(Object.keys(runs.native).length).toBeGreaterThan(50);
  });

  describeRuns('Firefox', runs);
});
