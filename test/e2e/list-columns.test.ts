import type { Frame, KeyInput } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRole, clickRole } from '../support/by-role.ts';
import { closePanel, openPanel } from '../support/chromium-panel.ts';
import {
  hasMessages,
  pressButton,
  type RecordedPage,
  startTestBed,
  type TestBed,
} from '../support/panel-session.ts';
import { until } from '../support/until.ts';

let bed: TestBed;
let recorded: RecordedPage;
let panel: Frame;

beforeAll(async () => {
  bed = await startTestBed();
  recorded = await bed.openRecorded('/inline');
  panel = recorded.panel;
  await hasMessages(panel, 2);
});
afterAll(() => bed?.close());

const grid = '[role=grid][aria-label=Messages]';
const standard = ['Direction', 'Time', 'Socket', 'Type', 'Size', 'Content'];
const headers = (): Promise<string[]> =>
  panel.$$eval(`${grid} [role=columnheader]`, (cells) =>
    cells.map((cell) => cell.textContent ?? ''),
  );
const haveHeaders = (names: readonly string[]) =>
  until(async () => (await headers()).join() === names.join(), {
    what: `the columns are ${names.join(', ')}`,
  });
const header = (name: string) => byRole(panel, 'columnheader', name);
/** Of the header and of the first row: they must not part. */
const widths = async (name: string): Promise<[number, number]> => {
  const index = (await headers()).indexOf(name);
  return panel.$eval(
    grid,
    (element, at): [number, number] => {
      const cell = (role: string): number =>
        element.querySelectorAll<HTMLElement>(`[role=${role}]`)[at]?.offsetWidth ?? 0;
      return [cell('columnheader'), cell('gridcell')];
    },
    index,
  );
};
const hasWidth = (name: string, px: number) =>
  until(async () => (await widths(name)).every((width) => Math.abs(width - px) <= 1), {
    what: `${name} is ${px} px wide`,
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}; it is ${await widths(name)}`);
  });
const press = async (key: KeyInput, modifier?: 'Shift' | 'Alt') => {
  if (modifier) await recorded.devtools.keyboard.down(modifier);
  await recorded.devtools.keyboard.press(key);
  if (modifier) await recorded.devtools.keyboard.up(modifier);
};
const reset = async () => {
  await pressButton(panel, 'Columns');
  await clickRole(panel, 'menuitem', 'Reset columns');
  await haveHeaders(standard);
};

describe('The columns of the list', () => {
  it('are moved and resized by keys, with the cells below them', async () => {
    await haveHeaders(standard);
    await (await header('Time')).focus();
    await press('ArrowRight', 'Shift');
    await haveHeaders(['Direction', 'Socket', 'Time', 'Type', 'Size', 'Content']);
    const rowCells = await panel.$$eval(
      `${grid} .message-row`,
      (rows) => rows.at(-1)?.querySelectorAll('[role=gridcell]')[2]?.className,
    );
    expect(rowCells).toBe('time');
    const [before] = await widths('Time');
    await press('ArrowRight', 'Alt');
    await hasWidth('Time', before + 8);
    await press('ArrowLeft', 'Alt');
    await press('ArrowLeft', 'Alt');
    await hasWidth('Time', before - 8);
    // Without either, the keyboard moves on, and down to the rows.
    await press('ArrowRight');
    expect(await panel.evaluate(() => document.activeElement?.textContent)).toBe('Type');
    await press('ArrowDown');
    expect(await panel.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
    await reset();
    await hasWidth('Time', before);
  });

  it('are moved and resized by the mouse', async () => {
    const { mouse } = recorded.devtools;
    const boxOf = async (name: string) => {
      const box = await (await header(name)).boundingBox();
      if (box === null) throw new Error(`the column ${name} is not shown`);
      return box;
    };
    const socket = await boxOf('Socket');
    await mouse.move(socket.x + socket.width - 2, socket.y + 10);
    await mouse.down();
    await mouse.move(socket.x + socket.width + 58, socket.y + 10, { steps: 4 });
    await mouse.up();
    await hasWidth('Socket', socket.width + 60);

    const size = await boxOf('Size');
    const time = await boxOf('Time');
    await mouse.move(size.x + 20, size.y + 10);
    await mouse.down();
    await mouse.move(time.x + 10, size.y + 10, { steps: 5 });
    expect(await panel.$(`${grid} .drop-before`)).not.toBeNull();
    await mouse.up();
    await haveHeaders(['Direction', 'Size', 'Time', 'Socket', 'Type', 'Content']);
    await reset();
  });

  it('to the right of the content are resized at their left border', async () => {
    await (await header('Content')).focus();
    await press('ArrowLeft', 'Shift');
    await haveHeaders(['Direction', 'Time', 'Socket', 'Type', 'Content', 'Size']);
    const box = await (await header('Size')).boundingBox();
    if (box === null) throw new Error('the column Size is not shown');
    const { mouse } = recorded.devtools;
    await mouse.move(box.x + 2, box.y + 10);
    await mouse.down();
    await mouse.move(box.x - 38, box.y + 10, { steps: 4 });
    await mouse.up();
    await hasWidth('Size', box.width + 40);
    await reset();
  });

  it('are hidden and shown by a menu, never all of them, and remembered', async () => {
    await (await header('Time')).click({ button: 'right' });
    await byRole(panel, 'menu', 'Columns');
    for (const name of ['Socket', 'Type', 'Size']) await clickRole(panel, 'menuitemcheckbox', name);
    await haveHeaders(['Direction', 'Time', 'Content']);
    await clickRole(panel, 'menuitem', 'Move right');
    await haveHeaders(['Direction', 'Content', 'Time']);
    expect(await panel.$eval(grid, (element) => element.getAttribute('aria-colcount'))).toBe('6');
    await closePanel(recorded.devtools);
    const again = await openPanel(recorded.page, { size: { width: 1200, height: 800 } });
    recorded = { ...recorded, ...again };
    panel = again.panel;
    await hasMessages(panel, 2);
    await haveHeaders(['Direction', 'Content', 'Time']);

    await (await header('Content')).focus();
    await press('Enter');
    for (const name of ['Direction', 'Time', 'Content'])
      await clickRole(panel, 'menuitemcheckbox', name);
    await haveHeaders(['Content']);
    await press('Escape');
    await reset();
  });
});
