import { copyFormats, type SelectAct } from '../engine/engine-contract.ts';
import {
  type ColumnId,
  defaultColumns,
  moveColumn,
  shownColumns,
  toggleColumn,
} from '../model/columns.ts';
import type { PanelModel } from '../model/panel-model.ts';
import type { MenuItem } from './menu.tsx';
import { columnName } from './message-header.tsx';

/** What can be done with the selected messages. */
export function messageMenu(
  model: PanelModel,
  select: (act: SelectAct) => Promise<number>,
): MenuItem[] {
  const texts = model.texts.value;
  const hasNone = model.selection.count.value === 0;
  return [
    ...copyMenu(model, null),
    { kind: 'line' },
    {
      kind: 'act',
      name: texts.selectAll,
      keys: 'Ctrl+A',
      act: () => void select({ kind: 'all' }),
    },
    {
      kind: 'act',
      name: texts.clearSelection,
      keys: 'Esc',
      isDisabled: hasNone,
      act: () => model.selection.clear(),
    },
    { kind: 'line' },
    {
      kind: 'act',
      name: `${texts.goTo}…`,
      keys: 'Ctrl+G',
      act: () => (model.isGoingTo.value = true),
    },
  ];
}

/** @param row one alone, or null: those that are selected */
export function copyMenu(model: PanelModel, row: number | null): MenuItem[] {
  const texts = model.texts.value;
  const isDisabled = row === null && model.selection.count.value === 0;
  return copyFormats.map((format) => ({
    kind: 'act',
    name: texts.copyFormats[format],
    ...(format === 'text' && row === null ? { keys: 'Ctrl+C' } : {}),
    isDisabled,
    act: () => void model.copying.copy(format, row),
  }));
}

/** @param column the one whose menu it is, or null: that of all */
export function columnMenu(model: PanelModel, column: ColumnId | null): MenuItem[] {
  const texts = model.texts.value;
  const { columns } = model.settings;
  const layout = columns.value;
  const shown = shownColumns(layout);
  const at = column === null ? -1 : shown.indexOf(column);
  const move = (name: string, by: number, isDisabled: boolean): MenuItem => ({
    kind: 'act',
    name,
    keys: by < 0 ? 'Shift+←' : 'Shift+→',
    isDisabled,
    act: () => {
      if (column !== null) columns.value = moveColumn(layout, column, by);
    },
  });
  return [
    ...layout.order.map(
      (id): MenuItem => ({
        kind: 'check',
        name: columnName(id, texts),
        isChecked: shown.includes(id),
        act: () => (columns.value = toggleColumn(columns.peek(), id)),
      }),
    ),
    { kind: 'line' },
    ...(at < 0
      ? []
      : [move(texts.moveLeft, -1, at === 0), move(texts.moveRight, 1, at === shown.length - 1)]),
    {
      kind: 'act',
      name: texts.resetColumns,
      act: () => (columns.value = defaultColumns),
    },
  ];
}
