import type { Frame } from 'puppeteer';
import { byRole } from './by-role.ts';

/** A row of the grid Messages as it reads. */
export interface Row {
  /** `aria-rowindex`: 1 is the header, if there is one. */
  readonly index: number;
  readonly direction: string;
  readonly time: string;
  readonly socket: string;
  readonly type: string;
  readonly size: string;
  readonly content: string;
}

/** How many messages match the filter, those out of sight included. */
export async function countMessages(panel: Frame): Promise<number> {
  const grid = await messageGrid(panel);
  return grid.evaluate((element) => Number(element.getAttribute('aria-rowcount')));
}

/** The rows in sight, in order, without the header. */
export async function readRows(panel: Frame): Promise<Row[]> {
  const grid = await messageGrid(panel);
  return grid.evaluate((element) => {
    // An icon's meaning is in its label.
    const read = (cell: Element | undefined) => {
      const label =
        cell?.getAttribute('aria-label') ?? cell?.querySelector('[aria-label]')?.ariaLabel;
      return (label || cell?.textContent || '').trim();
    };
    return [...element.querySelectorAll('[role="row"][aria-rowindex]')].flatMap((row) => {
      const cells = [...row.querySelectorAll('[role="gridcell"]')];
      if (cells.length === 0) return [];
      const [direction, time, socket, type, size, content] = cells.map(read);
      const index = Number(row.getAttribute('aria-rowindex'));
      return [
        {
          index,
          direction: direction ?? '',
          time: time ?? '',
          socket: socket ?? '',
          type: type ?? '',
          size: size ?? '',
          content: content ?? '',
        },
      ];
    });
  });
}

/** Waits shortly: who asks for rows polls already, and wants to hear what is missing. */
function messageGrid(panel: Frame) {
  return byRole(panel, 'grid', 'Messages', { timeoutMs: 1000 });
}
