import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { type Playground, servePlayground } from '../playground/server.ts';
import { type FirefoxPanel, openFirefoxPanel } from '../support/firefox-panel.ts';
import {
  addressReport,
  hostileWorker,
  pageWith,
  poison,
  talk,
} from '../support/inside-workers-page.ts';
import { until } from '../support/until.ts';
import { type PageServer, type ServedPage, servePages } from '../transparency/page-server.ts';

// Without a Firefox this is reported as skipped, never as passed.
describe.skipIf(findFirefox().path === null)('Recording inside workers in Firefox', () => {
  let playground: Playground;
  let server: PageServer;
  let panel: FirefoxPanel;
  beforeAll(async () => {
    playground = await servePlayground();
    server = await servePages();
    panel = await openFirefoxPanel(`${playground.origin}/blank`);
  });
  afterAll(async () => {
    await panel?.quit();
    await server?.close();
    await playground?.close();
  });

  const echo = (name: string): string => `ws://${new URL(playground.origin).host}/echo?${name}`;
  const script = (body: string): ServedPage => ({ type: 'text/javascript', body });
  const received = (name: string): string[] =>
    playground.received
      .filter(({ query }) => query === `?${name}`)
      .map(({ isBinary, bytes }) =>
        isBinary ? [...bytes].join() : new TextDecoder().decode(bytes),
      );
  const inPage = (expression: string): Promise<string> =>
    panel.evaluateInPage<string>(
      `JSON.stringify((window.wrappedJSObject ?? window).eval(${JSON.stringify(expression)}) ?? null)`,
    );
  const said = async (): Promise<unknown[]> => JSON.parse(await inPage('said')) as unknown[];
  const says = (count: number): Promise<unknown> =>
    until(async () => (await said().catch(() => [])).length >= count, {
      what: `the page has heard ${count} messages of its workers`,
    });
  /** @param name how it begins, in ASCII: Marionette counts nothing else right */
  const press = (name: string): Promise<unknown> =>
    until(
      () =>
        panel.evaluateInPanel(`(() => {
          const button = [...document.querySelectorAll('button')].find((each) => (each.ariaLabel ?? each.textContent).startsWith(${JSON.stringify(name)}));
          button?.click();
          return button !== undefined;
        })()`),
      { what: `the panel has a button ${name}` },
    );
  const hasText = (selector: string, text: string): Promise<unknown> =>
    until(
      () =>
        panel.evaluateInPanel(
          `(document.querySelector('${selector}')?.textContent ?? '').includes(${JSON.stringify(text)})`,
        ),
      { what: `${selector} says ${text}` },
    );
  const chooseSocket = (name: string): Promise<unknown> =>
    until(
      () =>
        panel.evaluateInPanel(`(() => {
          const row = [...document.querySelectorAll('.socket-row')].find((each) => each.textContent.includes('${name}'));
          row?.click();
          return row !== undefined;
        })()`),
      { what: `the socket ${name} is listed` },
    );

  /** @param scripts what the network log has to know before the reload: it learns of them a moment late */
  async function openInside(
    path: string,
    workers: string,
    { count, scripts }: { readonly count: number; readonly scripts: readonly string[] },
  ): Promise<unknown[]> {
    server.serve(path, { body: pageWith(workers) });
    await panel.navigate(`${server.origin}${path}`);
    await says(count);
    const before = await said();
    await inPage('window.isOld = true');
    await press('Settings');
    await press('Record inside this page');
    await until(
      async () => {
        await press('Look again');
        const known = await panel.evaluateInPanel<string>(
          `document.querySelector('.known-scripts')?.title ?? ''`,
        );
        return scripts.every((name) => known.includes(name));
      },
      { what: `the network log knows ${scripts.join()}` },
    );
    await press('Reload and record inside workers');
    await until(async () => (await inPage('window.isOld === undefined')) === 'true', {
      what: 'the page has been reloaded',
    });
    await says(count);
    return before;
  }

  it('records a classic, a module and a Blob’s worker as the server saw them', async () => {
    server.serve('/classic.js', script(talk('classic', echo('classic'))));
    server.serve('/module.js', script(`${talk('module', echo('module'))} export {};`));
    await openInside(
      '/three',
      `keep(new Worker('/classic.js'));
       keep(new Worker(new URL('module.js', location), { type: 'module' }));
       const url = URL.createObjectURL(new Blob([${JSON.stringify(talk('blob', echo('blob')))}]));
       keep(new Worker(url));
       URL.revokeObjectURL(url);`,
      { count: 6, scripts: ['/classic.js', '/module.js'] },
    );
    for (const name of ['classic', 'module', 'blob']) {
      expect(received(name)).toEqual([
        ...[`text of ${name}`, '1,2,255'],
        ...[`text of ${name}`, '1,2,255'],
      ]);
      await chooseSocket(name);
      await hasText('.socket-view', 'recorded inside the worker');
    }
    const rows = await panel.evaluateInPanel<number>(
      `document.querySelectorAll('.socket-row').length`,
    );
    expect(rows).toBe(3);

    // On the socket that was chosen last.
    await panel.evaluateInPanel(`(() => {
      const box = document.querySelector('[aria-label=Payload]');
      box.value = 'from the panel';
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      [...document.querySelectorAll('button')].find((button) => button.textContent === 'Send').click();
    })()`);
    await until(async () => (await said()).includes('from the panel'), {
      what: 'the worker got the answer to what the panel has sent',
    });
    expect(received('blob').at(-1)).toBe('from the panel');
  });

  it('has every address of a worker mean what it meant before', async () => {
    server.serve('/deep/library.js', script('self.library = "of /deep/";'));
    server.serve('/deep/text', { type: 'text/plain', body: 'text' });
    server.serve('/deep/dynamic.js', script(`export default 'dynamic';`));
    server.serve('/deep/nested.js', script(`postMessage('nested ' + location.href);`));
    server.serve('/deep/classic.js', script(addressReport(false)));
    server.serve('/deep/module.js', script(addressReport(true)));
    const before = await openInside(
      '/addresses',
      `for (const options of [{ name: 'of the page' }, { type: 'module' }]) {
         const worker = new Worker('/deep/' + (options.type ?? 'classic') + '.js?query#hash', options);
         keep(worker);
         worker.postMessage('sent at once');
       }`,
      { count: 2, scripts: ['/deep/classic.js', '/deep/module.js'] },
    );
    const byText = (reports: readonly unknown[]) =>
      reports.map((each) => JSON.stringify(each)).sort();
    expect(byText(await said())).toEqual(byText(before));
    await chooseSocket('obedient');
    await hasText('.socket-view', 'recorded inside the worker');
  });

  it('calls nothing that the page or the worker’s script has replaced', async () => {
    server.serve('/hostile.js', script(hostileWorker(echo('hostile'))));
    const before = await openInside(
      '/hostile',
      `${poison}
       const worker = new Saved.Worker('/hostile.js');
       worker.onmessage = ({ data }) => {
         said[said.length] = data;
         said[said.length] = { ...counts };
       };`,
      { count: 2, scripts: ['/hostile.js'] },
    );
    expect(await said()).toEqual(before);
    await chooseSocket('hostile');
    await hasText('.socket-view', 'recorded inside the worker');
  });
});
