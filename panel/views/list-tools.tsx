import type { Texts } from '../model/texts/texts.ts';
import { Icon } from './icon.tsx';
import { type MenuPlace, placeBelow } from './menu.tsx';

export interface ListToolsProps {
  readonly texts: Texts;
  readonly isHeld: boolean;
  readonly onHold: (holds: boolean) => void;
  readonly onColumnMenu: (place: MenuPlace) => void;
}

/** The buttons in the corner of the list. */
export function ListTools({ texts, isHeld, onHold, onColumnMenu }: ListToolsProps) {
  return (
    <div class="list-tools">
      <button
        type="button"
        class="quiet"
        aria-label={texts.hold}
        aria-pressed={isHeld}
        title={texts.holdHint}
        onClick={() => onHold(!isHeld)}
      >
        <Icon name="pause" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={texts.columns}
        aria-haspopup="menu"
        title={texts.columnsHint}
        onClick={({ currentTarget }) => onColumnMenu(placeBelow(currentTarget))}
      >
        <Icon name="columns" />
      </button>
    </div>
  );
}
