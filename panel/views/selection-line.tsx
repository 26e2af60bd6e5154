import { useState } from 'preact/hooks';
import type { PanelModel } from '../model/panel-model.ts';
import { Icon } from './icon.tsx';
import { copyMenu } from './list-menus.ts';
import { Menu, type MenuPlace, placeBelow } from './menu.tsx';

/** What several selected messages are together, and what can be done with them. */
export function SelectionLine({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const { count, bytes } = model.format.value;
  const rows = model.selection.count.value;
  const summary = model.selection.summary.value;
  if (rows < 2) return null;
  const messages = summary === null ? 0 : summary.sent + summary.received;
  return (
    <div class="selection-line">
      <span>
        {summary === null
          ? texts.selectedRows(count(rows), rows)
          : `${texts.selectedMessages(count(messages), messages)}, ${texts.selectedFacts(
              count(summary.sent),
              count(summary.received),
              bytes(summary.bytes),
            )}`}
      </span>
      <span class="message-actions">
        <CopyAsButton model={model} row={null} />
        <button
          type="button"
          class="quiet"
          aria-label={texts.clearSelection}
          title={texts.clearSelection}
          onClick={() => model.selection.clear()}
        >
          <Icon name="close" />
        </button>
      </span>
    </div>
  );
}

/** @param row one alone, or null: those that are selected */
export function CopyAsButton({
  model,
  row,
}: {
  readonly model: PanelModel;
  readonly row: number | null;
}) {
  const texts = model.texts.value;
  const [place, setPlace] = useState<MenuPlace | null>(null);
  return (
    <>
      <button
        type="button"
        class="quiet copy-as"
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={({ currentTarget }) => setPlace(placeBelow(currentTarget))}
      >
        {texts.copyAs}
        <Icon name="twisty" />
      </button>
      {place !== null && (
        <Menu
          label={texts.copyAs}
          place={place}
          items={copyMenu(model, row)}
          onClose={() => setPlace(null)}
        />
      )}
    </>
  );
}
