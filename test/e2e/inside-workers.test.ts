import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressReport,
  hostileWorker,
  pageWith,
  poison,
  talk,
} from '../support/inside-workers-page.ts';
import {
  allRows,
  chooseRow,
  compose,
  hasMessages,
  pressButton,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';
import { type PageServer, type ServedPage, servePages } from '../transparency/page-server.ts';

let bed: TestBed;
let server: PageServer;
beforeAll(async () => {
  bed = await startTestBed();
  server = await servePages();
});
afterAll(async () => {
  await bed?.close();
  await server?.close();
});

const echo = (name: string): string => `ws://${new URL(bed.playground.origin).host}/echo?${name}`;
const script = (body: string): ServedPage => ({ type: 'text/javascript', body });

const said = (page: Page): Promise<unknown[]> => page.evaluate('said') as Promise<unknown[]>;
const says = (page: Page, count: number): Promise<unknown> =>
  until(async () => (await said(page)).length >= count, {
    what: `the page has heard ${count} messages of its workers`,
  });
const received = (name: string): string[] =>
  bed.playground.received
    .filter(({ query }) => query === `?${name}`)
    .map(({ isBinary, bytes }) => (isBinary ? [...bytes].join() : new TextDecoder().decode(bytes)));
const question = (panel: Frame): Promise<string> =>
  panel.evaluate(
    () =>
      document.querySelector('[role=region][aria-label="Recording inside workers"]')?.textContent ??
      '',
  );
const remarks = (panel: Frame): Promise<(string | null)[]> =>
  panel.$$eval('.socket-row .remark', (all) => all.map((mark) => mark.textContent));
const listedSockets = (panel: Frame): Promise<number> =>
  panel.$$eval(
    '[role=grid][aria-label="Sockets list"] [role=row][aria-rowindex]',
    (rows) => rows.length,
  );

const details = (panel: Frame): Promise<string> =>
  panel.evaluate(() => document.querySelector('.socket-view')?.textContent ?? '');
const chooseSocket = (panel: Frame, name: string): Promise<unknown> =>
  until(
    () =>
      panel.evaluate((text) => {
        const rows = [...document.querySelectorAll('.socket-row')];
        const row = rows.find((each) => each.textContent?.includes(text));
        (row as HTMLElement | undefined)?.click();
        return row !== undefined;
      }, name),
    { what: `the socket ${name} is listed` },
  );

async function askInSettings(panel: Frame): Promise<void> {
  await pressButton(panel, 'Settings');
  await pressButton(panel, 'Record inside this page’s workers…');
}

/** Opens a page, lets it start its workers, and turns recording inside workers on as a person does. */
async function openInside(
  path: string,
  workers: string,
  { count, scripts, meta = '' }: { count: number; scripts: readonly string[]; meta?: string },
) {
  server.serve(path, { body: pageWith(workers, meta) });
  const recorded = await bed.openRecorded('/blank');
  const { page, panel } = recorded;
  await page.goto(`${server.origin}${path}`);
  await says(page, count);
  const before = await said(page);
  await page.evaluate('window.isOld = true');
  await askInSettings(panel);
  // The network log learns of a script a moment after the page.
  await until(
    async () => {
      await pressButton(panel, 'Look again');
      const known = await panel.evaluate(
        () => document.querySelector<HTMLElement>('.known-scripts')?.title ?? '',
      );
      return scripts.every((name) => known.includes(name));
    },
    { what: `the network log knows ${scripts.join()}` },
  );
  await pressButton(panel, 'Reload and record inside workers');
  await hasReloaded(page);
  await says(page, count);
  return { ...recorded, before };
}

const hasReloaded = (page: Page): Promise<unknown> =>
  until(() => page.evaluate('window.isOld === undefined').catch(() => false), {
    what: 'the page has been reloaded',
  });

describe('Recording inside the workers of a page that has been chosen', () => {
  it('records a classic, a module and a Blob’s worker as the server saw them, and sends on their sockets', async () => {
    server.serve('/classic.js', script(talk('classic', echo('classic'))));
    server.serve('/module.js', script(`${talk('module', echo('module'))} export {};`));
    const { page, panel } = await openInside(
      '/three',
      `keep(new Worker('/classic.js'));
       keep(new Worker(new URL('module.js', location), { type: 'module', name: 'of a module' }));
       const url = URL.createObjectURL(new Blob([${JSON.stringify(talk('blob', echo('blob')))}]));
       keep(new Worker(url));
       URL.revokeObjectURL(url);`,
      { count: 6, scripts: ['/classic.js', '/module.js'] },
    );
    await hasMessages(panel, 12);
    // What a worker says first is not for its page.
    expect(await said(page)).not.toContain(null);
    const rows = await allRows(panel);
    for (const name of ['classic', 'module', 'blob']) {
      // Once before it was turned on, once after.
      expect(received(name)).toEqual([
        ...[`text of ${name}`, '1,2,255'],
        ...[`text of ${name}`, '1,2,255'],
      ]);
      expect(
        rows
          .filter(({ content }) => content === `text of ${name}`)
          .map(({ direction, type }) => `${direction} ${type}`),
      ).toEqual(['sent text', 'received text']);
    }
    expect(rows.filter(({ content }) => content.startsWith('01 02 ff'))).toHaveLength(6);

    // Live.
    await page.evaluate('workers[1].postMessage("and later")');
    await hasMessages(panel, 14);

    // The network log has seen the same sockets: they are not listed twice, and both agree.
    await chooseSocket(panel, 'module');
    await expect.poll(() => details(panel)).toContain('Page and network agree: 6 messages');
    expect(await details(panel)).toContain('recorded inside the worker');
    expect(await listedSockets(panel)).toBe(3);
    expect(await remarks(panel)).toEqual(['worker', 'worker', 'worker']);

    // On the very socket of the worker.
    await chooseRow(panel, 'told: and later');
    await panel.waitForSelector('#message-panel');
    expect(await compose(panel, 'text', 'from the panel')).toContain('Sent');
    await hasMessages(panel, 8);
    expect(received('module').slice(-2)).toEqual(['told: and later', 'from the panel']);
    await until(async () => (await said(page)).includes('from the panel'), {
      what: 'the worker got the answer to what the panel has sent',
    });
    await page.close();
  });

  it('has every address of a worker mean what it meant before', async () => {
    const answers = ['text', 'dynamic', 'nested'];
    server.serve('/deep/library.js', script('self.library = "of /deep/";'));
    server.serve('/deep/text', { type: 'text/plain', body: answers[0] ?? '' });
    server.serve('/deep/dynamic.js', script(`export default '${answers[1]}';`));
    server.serve('/deep/nested.js', script(`postMessage('${answers[2]} ' + location.href);`));
    server.serve('/deep/classic.js', script(addressReport(false)));
    server.serve('/deep/module.js', script(addressReport(true)));
    const { page, panel, before } = await openInside(
      '/addresses',
      `for (const options of [{ name: 'of the page' }, { type: 'module' }]) {
         const worker = new Worker('/deep/' + (options.type ?? 'classic') + '.js?query#hash', options);
         keep(worker);
         worker.postMessage('sent at once');
       }`,
      { count: 2, scripts: ['/deep/classic.js', '/deep/module.js'] },
    );
    const after = await said(page);
    const byText = (reports: readonly unknown[]) =>
      reports.map((each) => JSON.stringify(each)).sort();
    expect(before).toHaveLength(2);
    expect(byText(after)).toEqual(byText(before));
    // All of it did work, and was recorded inside.
    expect(JSON.stringify(before)).not.toMatch(
      /"(?:fetched|asked|loaded|library|socket)":"\w+Error"/,
    );
    await hasMessages(panel, 4);
    await chooseSocket(panel, 'obedient');
    await expect.poll(() => details(panel)).toContain('recorded inside the worker');
    await page.close();
  });

  it('has what a worker throws reach its page with the same words and the same place', async () => {
    server.serve('/throws.js', script(`\n  throw new TypeError('at once');`));
    server.serve(
      '/later.js',
      script(`\nsetTimeout(() => {\n    throw new RangeError('later');\n});`),
    );
    const { page, before } = await openInside(
      '/throwing',
      `for (const [path, type] of [['/throws.js', 'classic'], ['/throws.js', 'module'], ['/later.js', 'classic'], ['/later.js', 'module']])
         new Worker(path, { type }).onerror = (event) => {
           event.preventDefault();
           said.push([path, type, event.constructor.name, event.message, event.filename, event.lineno, event.colno].join());
         };`,
      { count: 4, scripts: ['/throws.js', '/later.js'] },
    );
    expect([...(await said(page))].sort()).toEqual([...before].sort());
    expect(before.join()).toContain('RangeError: later');
    // Not for want of a bootstrap.
    expect(await page.evaluate('String(Worker)')).not.toContain('Worker');
    await page.close();
  });

  it('calls nothing that the page or the worker’s script has replaced, and shows neither of them anything', async () => {
    server.serve('/hostile.js', script(hostileWorker(echo('hostile'))));
    const { page, panel, before } = await openInside(
      '/hostile',
      `${poison}
       const worker = new Saved.Worker('/hostile.js');
       worker.onmessage = ({ data }) => {
         said[said.length] = data;
         said[said.length] = counts;
       };
       workers[0] = worker;`,
      { count: 2, scripts: ['/hostile.js'] },
    );
    await hasMessages(panel, 4);
    expect(await said(page)).toEqual(before);
    await chooseSocket(panel, 'hostile');
    await expect.poll(() => details(panel)).toContain('recorded inside the worker');
    await page.close();
  });

  it('gives nothing away to a page that knows every name of its events', async () => {
    server.serve('/classic.js', script(talk('forged-upon', echo('forged-upon'))));
    const { page, panel } = await openInside(
      '/forging',
      `const { port1, port2 } = new MessageChannel();
       const caught = [];
       port1.onmessage = () => caught.push('a message');
       const types = ['load', 'taken', 'worker', 'worker-end', 'batch'];
       for (const type of types) {
         port2.addEventListener(type, (event) => event.ports?.length && event.data !== 'own' && caught.push('a port by ' + type));
         for (const target of [window, document, port2])
           if (!target.dispatchEvent(new MessageEvent(type, { data: 'own', ports: [port2], cancelable: true }))) caught.push('a taker of ' + type);
       }
       const worker = new Worker('/classic.js');
       for (const type of types)
         worker.dispatchEvent(new MessageEvent(type === 'load' ? 'message' : type, { data: 'own', ports: [port2] }));
       keep(worker);`,
      { count: 2, scripts: ['/classic.js'] },
    );
    await hasMessages(panel, 4);
    expect(await page.evaluate('caught')).toEqual([]);
    expect(await said(page)).toEqual(['text of forged-upon', '1,2,255']);
    await chooseSocket(panel, 'forged-upon');
    await expect.poll(() => details(panel)).toContain('recorded inside the worker');
    await page.close();
  });

  it('shows the sockets of a worker as closed when it is terminated or has closed itself', async () => {
    server.serve('/classic.js', script(talk('classic', echo('classic'))));
    server.serve(
      '/closing.js',
      script(
        `${talk('closing', echo('closing'))} onmessage = () => { socket.send('last words'); close(); };`,
      ),
    );
    const { page, panel } = await openInside(
      '/ending',
      `keep(new Worker('/classic.js')); keep(new Worker('/closing.js'));`,
      { count: 4, scripts: ['/classic.js', '/closing.js'] },
    );
    await hasMessages(panel, 8);
    await page.evaluate('workers[0].terminate(); workers[1].postMessage("end")');
    await expect
      .poll(() => panel.$$eval('.socket-row .state', (all) => all.map((each) => each.textContent)))
      .toEqual(['closed', 'closed']);
    await hasMessages(panel, 9);
    expect((await allRows(panel)).map(({ content }) => content)).toContain('last words');
    await page.close();
  });
});

describe('A page that keeps its workers as they are', () => {
  const policy = { 'Content-Security-Policy': "worker-src 'self'" };

  it('is left alone when it came with a policy, and the panel says why', async () => {
    server.serve('/policy', {
      body: pageWith(`keep(new Worker('/classic.js'));`),
      headers: policy,
    });
    server.serve('/classic.js', script(talk('under-a-policy', echo('under-a-policy'))));
    const { page, panel } = await bed.openRecorded('/blank');
    await page.goto(`${server.origin}/policy`);
    await says(page, 2);
    await askInSettings(panel);
    await expect.poll(() => question(panel)).toContain('content-security-policy');
    expect(await question(panel)).toContain('seen from the network log only');
    expect(await question(panel)).not.toContain('Reload and record inside workers');
    await hasMessages(panel, 4);
    expect(await said(page)).toEqual(['text of under-a-policy', '1,2,255']);
    await chooseSocket(panel, 'under-a-policy');
    await expect.poll(() => details(panel)).toContain('cannot be sent on');
    await page.close();
  });

  it('has a worker start as ever where a policy stands in the document, and where its script is not known', async () => {
    server.serve('/classic.js', script(talk('meta', echo('meta'))));
    const meta = `<meta http-equiv="Content-Security-Policy" content="worker-src 'self'">`;
    const { page, panel } = await openInside('/meta', `keep(new Worker('/classic.js'));`, {
      ...{ count: 2, scripts: ['/classic.js'], meta },
    });
    await hasMessages(panel, 4);
    expect(await said(page)).toEqual(['text of meta', '1,2,255']);
    await chooseSocket(panel, 'meta');
    await expect.poll(() => details(panel)).toContain('does not record itself');
    await page.close();

    server.serve('/late.js', script(talk('late', echo('late'))));
    const other = await openInside('/unknown', `keep(new Worker('/classic.js'));`, {
      ...{ count: 2, scripts: ['/classic.js'] },
    });
    await other.page.evaluate(`keep(new Worker('/late.js'))`);
    await says(other.page, 4);
    await chooseSocket(other.panel, 'late');
    await expect.poll(() => details(other.panel)).toContain('does not record itself');
    await other.page.close();
  });

  it('has a worker start as ever where a service worker could look at what is asked for', async () => {
    server.serve(
      '/sw.js',
      script(`onactivate = (event) => event.waitUntil(clients.claim()); onfetch = () => {};`),
    );
    server.serve('/classic.js', script(talk('controlled', echo('controlled'))));
    const { page, panel } = await openInside(
      '/controlled',
      `navigator.serviceWorker.register('/sw.js');
       const begin = () => keep(new Worker('/classic.js'));
       if (navigator.serviceWorker.controller) begin();
       else navigator.serviceWorker.oncontrollerchange = begin;`,
      { count: 2, scripts: ['/classic.js'] },
    );
    expect(await said(page)).toEqual(['text of controlled', '1,2,255']);
    await chooseSocket(panel, 'controlled');
    await expect.poll(() => details(panel)).toContain('does not record itself');
    await page.evaluate(async () => {
      for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
    });
    await page.close();
  });

  it('is one whose load was not made by it: the panel says so, reloads with it, and can turn it off', async () => {
    server.serve('/classic.js', script(talk('again', echo('again'))));
    const { page, panel } = await openInside('/again', `keep(new Worker('/classic.js'));`, {
      ...{ count: 2, scripts: ['/classic.js'] },
    });
    await hasMessages(panel, 4);
    expect(await question(panel)).toBe('');
    await page.reload();
    await expect.poll(() => question(panel)).toContain('seen from the network log only');
    await says(page, 2);
    await chooseSocket(panel, 'again');
    await expect.poll(() => details(panel)).toContain('cannot be sent on');

    await page.evaluate('window.isOld = true');
    await pressButton(panel, 'Reload and record inside workers');
    await hasReloaded(page);
    await says(page, 2);
    await chooseSocket(panel, 'again');
    await expect.poll(() => details(panel)).toContain('recorded inside the worker');

    await page.evaluate('window.isOld = true');
    await pressButton(panel, 'Settings');
    await pressButton(panel, 'Stop recording inside workers (reloads the page)');
    await hasReloaded(page);
    await says(page, 2);
    await chooseSocket(panel, 'again');
    await expect.poll(() => details(panel)).toContain('cannot be sent on');
    expect(await question(panel)).toBe('');
    expect(await page.evaluate('String(Worker)')).toBe('function Worker() { [native code] }');
    await page.close();
  });
});
