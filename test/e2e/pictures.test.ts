import { readFile } from 'node:fs/promises';
import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickRole } from '../support/by-role.ts';
import { chooseRow, hasMessages, startTestBed, type TestBed } from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let page: Page;
let panel: Frame;

/** Whatever runs in it would leave its name in the panel's window. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="window.hasRun=1"><script>window.hasRun=1</script><rect width="40" height="20" fill="red"/></svg>';
const heavySvg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><rect id="a" width="9" height="9"/><use href="#a" x="9"/></svg>';

beforeAll(async () => {
  bed = await startTestBed();
  ({ page, panel } = await bed.openRecorded('/blank'));
  const png = await readFile(new URL('../fixtures/pictures/gradient.png', import.meta.url));
  await page.evaluate(
    (host, picture, texts) => {
      const socket = new WebSocket(`ws://${host}/sink?pictures`);
      socket.onopen = () => {
        socket.send(new Uint8Array(picture));
        socket.send(new Uint8Array(picture.slice(0, 60)));
        for (const text of texts) socket.send(text);
      };
    },
    new URL(bed.playground.origin).host,
    [...png],
    [svg, heavySvg],
  );
  await hasMessages(panel, 4);
});
afterAll(() => bed?.close());

/** px of the picture that is shown, as it is; null while there is none. */
const shownSize = (): Promise<string | null> =>
  panel.evaluate(() => {
    const picture = document.querySelector<HTMLImageElement>('.picture img');
    return picture?.complete && picture.naturalWidth > 0
      ? `${picture.naturalWidth} × ${picture.naturalHeight}`
      : null;
  });
const showsPicture = (size: string): Promise<unknown> =>
  until(async () => (await shownSize()) === size, { what: `a picture of ${size} is shown` });
const note = (): Promise<string> =>
  panel.evaluate(() => document.querySelector('.message-note')?.textContent ?? '');

describe('A message that is a picture', () => {
  it('is shown as one', async () => {
    await chooseRow(panel, 'PNG image');
    await showsPicture('3 × 2');
  });

  it('that is an SVG is drawn, and nothing in it runs', async () => {
    await chooseRow(panel, 'SVG image, 40 × 20');
    await showsPicture('40 × 20');
    expect(await panel.evaluate(() => 'hasRun' in window)).toBe(false);
    expect(await panel.evaluate(() => document.querySelector('.picture svg'))).toBeNull();
  });

  it('that may take long to draw is drawn when somebody asks', async () => {
    await chooseRow(panel, 'SVG image, 30 × 30');
    await until(async () => (await note()).includes('takes long to draw'), {
      what: 'the panel says that it has not drawn it',
    });
    expect(await shownSize()).toBeNull();
    await clickRole(panel, 'button', 'Show it');
    await showsPicture('30 × 30');
  });
});
