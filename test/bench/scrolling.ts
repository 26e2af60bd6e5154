// Scrolls a list as a person does, by input events of the browser, while its frames are watched. Nothing is asked
// of the page meanwhile: each question about a scroll position makes it lay out.
import type { Frame, Page } from 'puppeteer';
import { closeDrawer } from '../support/devtools-front-end.ts';
import { until } from '../support/until.ts';
import { type FrameMeasurement, watchFrames } from './frame-watch.ts';

/** Takes the scrollbar at its end and moves it to the top and back, a little with every frame. */
export async function measureDrag(
  devtools: Page,
  panel: Frame,
  list: string,
  seconds: number,
): Promise<FrameMeasurement> {
  const box = await boxOf(devtools, panel, list);
  await panel.$eval(list, (element) => {
    element.scrollTop = element.scrollHeight;
  });
  const width = await panel.$eval(list, (element) =>
    element instanceof HTMLElement ? element.offsetWidth - element.clientWidth : 0,
  );
  if (width === 0)
    throw new Error(
      'the list of messages has no scrollbar: start the browser without --hide-scrollbars',
    );
  const x = box.x + box.width - width / 2;
  const bottom = box.y + box.height - 24;
  const top = box.y + 24;
  await devtools.mouse.move(x, bottom);
  await devtools.mouse.down();
  const way = await watchScrolling(panel, list);
  const end = await watchFrames(panel);
  await everyFrame(seconds, (part) => {
    const share = part < 0.5 ? part * 2 : 2 - part * 2;
    return devtools.mouse.move(x, bottom + (top - bottom) * share);
  });
  const measured = await end();
  await devtools.mouse.up();
  const { from, least } = await way();
  if (from - least < from / 4)
    throw new Error(`dragging the scrollbar moved the list from ${from} to ${least} px only`);
  return measured;
}

/** Turns the wheel upwards from the end, and down again, once or several times. */
export async function measureWheel(
  devtools: Page,
  panel: Frame,
  list: string,
  seconds: number,
  times = 1,
): Promise<FrameMeasurement> {
  const box = await boxOf(devtools, panel, list);
  await devtools.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const way = await watchScrolling(panel, list);
  const end = await watchFrames(panel);
  await everyFrame(seconds, (part) =>
    devtools.mouse.wheel({ deltaY: (part * times) % 1 < 0.5 ? -240 : 240 }),
  );
  const measured = await end();
  const { from, least } = await way();
  if (from - least < 200) throw new Error('turning the wheel did not move the list of messages');
  return measured;
}

/**
 * The wheel over a copy of the list in which some rows stand for good and no script runs. What it costs is the
 * browser's: frames of the panel can hardly be better than these.
 */
export async function measureFloor(
  devtools: Page,
  panel: Frame,
  list: string,
  seconds: number,
): Promise<FrameMeasurement> {
  await panel.$eval(
    list,
    (element, rows) => {
      const still = element.cloneNode(true) as HTMLElement;
      still.id = 'still-rows';
      const box = still.querySelector('.virtual-rows-window') as HTMLElement;
      const drawn = [...box.children];
      const fill = Array.from({ length: rows }, (_, row) => {
        // There are some: the list is full.
        const copy = (drawn[row % drawn.length] as Element).cloneNode(true) as Element;
        copy.removeAttribute('id');
        return copy;
      });
      box.replaceChildren(...fill);
      box.style.transform = 'none';
      (box.parentElement as HTMLElement).style.height = `${rows * 22}px`;
      // In the place of the list, so that its styles apply.
      element.after(still);
      (element as HTMLElement).style.display = 'none';
      still.scrollTop = still.scrollHeight;
    },
    stillRows,
  );
  const measured = await measureWheel(devtools, panel, '#still-rows', seconds, seconds * 2);
  await panel.$eval('#still-rows', (still) => still.remove());
  await panel.$eval(list, (element) => (element as HTMLElement).style.removeProperty('display'));
  return measured;
}

/** As far as the wheel turns in half a second of frames. */
const stillRows = 400;

async function boxOf(devtools: Page, panel: Frame, list: string) {
  // DevTools opens it by itself, and the list then stands elsewhere.
  await closeDrawer(devtools);
  return until(async () => (await panel.$(list))?.boundingBox(), { what: 'the list is shown' });
}

/** Notes where the list scrolls to; the answer ends it. */
async function watchScrolling(
  panel: Frame,
  list: string,
): Promise<() => Promise<{ from: number; least: number }>> {
  await panel.$eval(list, (element) => {
    const way = { from: element.scrollTop, least: element.scrollTop };
    // In a scroll event, before anything is drawn, its place is known without a layout.
    const note = (): void => {
      way.least = Math.min(way.least, element.scrollTop);
    };
    element.addEventListener('scroll', note, { passive: true });
    Object.assign(window, {
      endScrolling: () => {
        element.removeEventListener('scroll', note);
        return way;
      },
    });
  });
  return () =>
    panel.evaluate(() =>
      (window as unknown as { endScrolling(): { from: number; least: number } }).endScrolling(),
    );
}

async function everyFrame(seconds: number, act: (part: number) => Promise<void>): Promise<void> {
  const fromMs = performance.now();
  for (let part = 0; part < 1; part = (performance.now() - fromMs) / (seconds * 1000)) {
    await act(part);
    await new Promise((resume) => setTimeout(resume, 16));
  }
}
