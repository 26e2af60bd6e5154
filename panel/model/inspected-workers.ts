import browser from 'webextension-polyfill';
import type { WorkerPlan } from '../../extension/protocol/worker-plan.ts';
import { judgePage, type PageVerdict, type PlainPage } from './worker-plan.ts';

/** What the browser's network log says of the inspected page and its scripts. */
export async function lookAtPage(): Promise<PageVerdict> {
  const [log, url] = await Promise.all([browser.devtools.network.getHAR(), pageUrl()]);
  return judgePage(log, url);
}

/** Reloads the page with the scripts that have its workers record themselves, for this one load. */
export async function reloadInside({ url, scripts }: PlainPage): Promise<void> {
  const { bootstrap, recorder } = await import('virtual:inside-workers');
  const extensionUrl = browser.runtime.getURL('');
  const plan: WorkerPlan = {
    page: url,
    scripts: Object.fromEntries(scripts.map((script) => [script, true])),
    ...{ extensionUrl, recorder },
  };
  await browser.devtools.inspectedWindow.reload({
    // The constant is in a block, so that no page can see it. A line ends the comment: DevTools writes on.
    injectedScript: `{const plan=${JSON.stringify(plan)};${bootstrap}}\n//# sourceURL=${extensionUrl}injected/worker-bootstrap.js\n`,
  });
}

/** Where the page is now: a script may have changed its address since it was loaded. */
async function pageUrl(): Promise<string> {
  // With a callback: Chromium's own `browser` gives no promise here. A page cannot redefine it.
  const answer = await new Promise<unknown>((done) => {
    chrome.devtools.inspectedWindow.eval('location.href', (...[result]) => done(result));
  });
  return typeof answer === 'string' ? answer : '';
}
