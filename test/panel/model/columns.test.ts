import { describe, expect, it } from 'vitest';
import {
  type ColumnLayout,
  columnIds,
  defaultColumns,
  flexibleColumn,
  gridTracks,
  isColumnLayout,
  leastWidth,
  mostWidth,
  moveColumn,
  resizeColumn,
  shownColumns,
  toggleColumn,
} from '../../../panel/model/columns.ts';

const hiding = (...ids: readonly (typeof columnIds)[number][]): ColumnLayout =>
  ids.reduce(toggleColumn, defaultColumns);

describe('the columns', () => {
  it('stand in the order direction, time, socket, type, size, content at first', () => {
    expect(shownColumns(defaultColumns).join(' ')).toBe('direction time socket type size content');
  });

  it('move past their neighbours, also past hidden ones, and not beyond the ends', () => {
    expect(shownColumns(moveColumn(defaultColumns, 'time', 1)).slice(0, 3)).toEqual([
      'direction',
      'socket',
      'time',
    ]);
    const withoutSocket = moveColumn(hiding('socket'), 'time', 1);
    expect(shownColumns(withoutSocket)).toEqual(['direction', 'type', 'time', 'size', 'content']);
    expect(shownColumns(moveColumn(defaultColumns, 'size', -4))[0]).toBe('size');
    expect(moveColumn(defaultColumns, 'direction', -1)).toBe(defaultColumns);
    expect(moveColumn(hiding('time'), 'time', 1)).toEqual(hiding('time'));
  });

  it('keep all of them through any moves', () => {
    let layout = hiding('type');
    for (const [step, id] of columnIds.entries()) layout = moveColumn(layout, id, 3 - step);
    expect([...layout.order].sort()).toEqual([...columnIds].sort());
    expect(isColumnLayout(layout)).toBe(true);
  });

  it('are hidden and shown again in their place, all but the last', () => {
    expect(shownColumns(hiding('time', 'type'))).toEqual([
      'direction',
      'socket',
      'size',
      'content',
    ]);
    expect(toggleColumn(hiding('time'), 'time')).toEqual(defaultColumns);
    expect(shownColumns(hiding(...columnIds))).toEqual(['content']);
  });

  it('have one that takes the rest of the room: the content, or else the last', () => {
    expect(flexibleColumn(moveColumn(defaultColumns, 'content', -3))).toBe('content');
    expect(flexibleColumn(hiding('content'))).toBe('size');
    expect(gridTracks(hiding('content', 'time', 'type'), false)).toBe(
      'minmax(20px, 24px) minmax(20px, 150px) minmax(0, 1fr)',
    );
  });

  it('have widths of their own, within limits, and give them up', () => {
    const wide = resizeColumn(defaultColumns, 'time', 140.4);
    expect(gridTracks(wide, false)).toContain('minmax(20px, 140px)');
    // Narrow lists have narrower columns, unless somebody has said how wide they are.
    expect(gridTracks(wide, true)).toBe(
      'minmax(20px, 22px) minmax(20px, 140px) minmax(20px, 66px) minmax(20px, 62px) minmax(20px, 56px) minmax(0, 1fr)',
    );
    expect(resizeColumn(defaultColumns, 'time', -5).widths.time).toBe(leastWidth);
    expect(resizeColumn(defaultColumns, 'time', 1e9).widths.time).toBe(mostWidth);
    expect(resizeColumn(wide, 'time', null)).toEqual(defaultColumns);
  });

  it.each([
    null,
    7,
    {},
    { ...defaultColumns, order: columnIds.slice(1) },
    { ...defaultColumns, order: [...columnIds.slice(1), 'time'] },
    { ...defaultColumns, hidden: columnIds },
    { ...defaultColumns, hidden: ['no'] },
    { ...defaultColumns, widths: { no: 50 } },
    { ...defaultColumns, widths: { time: 'wide' } },
    { ...defaultColumns, widths: { time: 0 } },
    { ...defaultColumns, widths: null },
  ])('are not taken from a damaged setting: %j', (value) => {
    expect(isColumnLayout(value)).toBe(false);
    expect(isColumnLayout(JSON.parse(JSON.stringify(defaultColumns)))).toBe(true);
  });
});
