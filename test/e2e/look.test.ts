import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ru } from '../../panel/model/texts/ru.ts';
import { axeFindings, inEachLook } from '../support/axe-findings.ts';
import { byRole, clickRole } from '../support/by-role.ts';
import { openPanel } from '../support/chromium-panel.ts';
import {
  chooseRow,
  compose,
  hasMessages,
  pressButton,
  setFilter,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed?.close());

describe('The panel', () => {
  it('has no accessibility findings, light and dark, wide and narrow, empty and full', async () => {
    const { page, panel, devtools } = await bed.openRecorded('/blank');
    expect(await axeFindings(panel)).toEqual([]);
    await page.goto(`${bed.playground.origin}/inline`);
    await hasMessages(panel, 2);
    await chooseRow(panel, 'first');
    await byRole(panel, 'region', 'Message');
    await inEachLook(panel, devtools, async (look) => {
      expect(await axeFindings(panel), look).toEqual([]);
    });
    await setFilter(panel, 'nothing at all');
    await panel.waitForSelector('.message-list .empty-state');
    expect(await axeFindings(panel)).toEqual([]);
    await page.close();
  });

  it('speaks Russian when it is asked to, and remembers it', async () => {
    const { page, panel, devtools } = await bed.openRecorded('/inline');
    await hasMessages(panel, 2);
    await pressButton(panel, 'Settings');
    await (await byRole(panel, 'combobox', 'Language')).evaluate((box) => {
      (box as HTMLSelectElement).value = 'ru';
      box.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await byRole(panel, 'grid', 'Сообщения');
    await byRole(panel, 'button', 'Экспорт HAR');
    expect(await panel.evaluate(() => document.documentElement.lang)).toBe('ru');
    await devtools.close();
    const again = await openPanel(page);
    await byRole(again.panel, 'grid', 'Сообщения');
    // Also what the engine says, which speaks English only.
    expect(await compose(again.panel, 'hex', 'de a', ru)).toBe(
      'hex: половина байта, пишите по 2 цифры на каждый байт, символ 3',
    );
    expect(await compose(again.panel, 'json', '[1', ru)).toBe(
      "Это не JSON: ожидалось ',' или ']' (строка 1, столбец 3)",
    );
    await again.panel.evaluate(() => localStorage.clear());
    await page.close();
  });

  it('says that a page of the browser cannot be inspected', async () => {
    const { page, panel } = await bed.openRecorded('/inline');
    await hasMessages(panel, 2);
    await page.goto('chrome://version');
    await until(
      () =>
        panel.evaluate(() => document.body.textContent?.includes('This page cannot be inspected')),
      { what: 'the panel says why it is empty' },
    );
    // What comes next is recorded without anything else to do.
    await page.goto(`${bed.playground.origin}/inline`);
    await hasMessages(panel, 2);
    await page.close();
  });

  it('shows every byte of a message: the tree, the hex rows and the text with what is not UTF-8 marked', async () => {
    const { page, panel } = await bed.openRecorded('/blank');
    await page.evaluate(
      (host) =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`ws://${host}/echo`);
          let echoes = 0;
          socket.onopen = () => {
            socket.send(
              '{"user":{"name":"Ada","tags":["x",1,true,null]},"<b>":"<img src=x onerror=alert(1)>"}',
            );
            socket.send(Uint8Array.from({ length: 300_000 }, (_, at) => at % 256));
            socket.send(new Uint8Array([0x6f, 0x6b, 0xff, 0xfe, 0xe2, 0x80, 0xae, 0x21]));
          };
          socket.onmessage = () => ++echoes === 3 && done();
        }),
      new URL(bed.playground.origin).host,
    );
    await hasMessages(panel, 6);

    await chooseRow(panel, '{"user"');
    await until(
      () =>
        panel.evaluate(() => {
          const lines = [...document.querySelectorAll('[role=treeitem]')].map(
            (line) => line.textContent ?? '',
          );
          return (
            lines.some((line) => line.startsWith('name: "Ada"')) &&
            lines.some((line) => line.startsWith('<b>: "<img src=x'))
          );
        }),
      { what: 'the tree shows keys and values as text' },
    );
    expect(await panel.evaluate(() => document.querySelectorAll('img, b').length)).toBe(0);

    await chooseRow(panel, '00 01 02 03');
    await clickRole(panel, 'tab', 'Hex');
    await until(
      () =>
        panel.evaluate(() =>
          document.querySelector('.hex-row')?.textContent?.startsWith('00000000'),
        ),
      { what: 'the hex rows are shown' },
    );
    const drawn = await panel.evaluate(() => document.querySelectorAll('.hex-row').length);
    expect(drawn).toBeLessThan(200);
    await (await byRole(panel, 'document', 'Bytes')).focus();
    await (await byRole(panel, 'document', 'Bytes')).press('End');
    // 300,000 bytes: the last row begins at 299,984, or with eight bytes a row at 299,992.
    await until(
      () =>
        panel.evaluate(() =>
          [...document.querySelectorAll('.hex-row .offset')].some((offset) =>
            /^000493[df][08]$/.test(offset.textContent ?? ''),
          ),
        ),
      {
        what: 'End goes to the last bytes',
      },
    );

    await chooseRow(panel, '6f 6b ff fe');
    await clickRole(panel, 'tab', 'Text');
    await until(
      async () =>
        (
          await panel.$$eval('.text-view .invalid', (marks) =>
            marks.map((mark) => mark.textContent),
          )
        ).join() === '\\xFF\\xFE',
      { what: 'bytes that are not UTF-8 are marked' },
    );
    expect(
      await panel.$$eval('.text-view .escaped', (marks) => marks.map((mark) => mark.textContent)),
    ).toEqual(['\\u202E']);
    await clickRole(panel, 'tab', 'Decoded');
    await page.close();
  });
});
