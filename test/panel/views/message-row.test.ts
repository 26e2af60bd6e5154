import { describe, expect, it } from 'vitest';
import type { RowSummary } from '../../../panel/engine/engine-contract.ts';
import { defaultColumns } from '../../../panel/model/columns.ts';
import { createFormat } from '../../../panel/model/format.ts';
import { en } from '../../../panel/model/texts/en.ts';
import { ru } from '../../../panel/model/texts/ru.ts';
import { MessageRow, type MessageRowProps } from '../../../panel/views/message-row.tsx';

const props: MessageRowProps = {
  id: 'row-1',
  // The row is compared, not read.
  row: { row: 1 } as RowSummary,
  socketUrl: 'wss://a.test/',
  socketName: 'a.test',
  socketCreatedAtMs: 5,
  columns: defaultColumns,
  isSelected: false,
  isActive: false,
  timeFormat: 'clock',
  texts: en,
  format: createFormat('en'),
  onChoose: () => undefined,
  onMenu: () => undefined,
};
const isDrawnAgain = (change: Partial<MessageRowProps>): boolean =>
  new MessageRow(props).shouldComponentUpdate({ ...props, ...change });

describe('A row of the list', () => {
  it('is not drawn again while it says the same, however often the list is', () => {
    expect(isDrawnAgain({})).toBe(false);
  });

  it('is drawn again when anything of it changes', () => {
    expect(isDrawnAgain({ isSelected: true })).toBe(true);
    expect(isDrawnAgain({ row: { row: 2 } as RowSummary })).toBe(true);
    expect(isDrawnAgain({ socketName: 'b.test' })).toBe(true);
    expect(isDrawnAgain({ texts: ru })).toBe(true);
  });
});
