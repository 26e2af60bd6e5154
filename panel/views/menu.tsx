import { useLayoutEffect, useRef } from 'preact/hooks';
import './menu.css';

export type MenuItem =
  | {
      readonly kind: 'act';
      readonly name: string;
      /** What the keyboard has for it. */
      readonly keys?: string;
      readonly isDisabled?: boolean;
      readonly act: () => void;
    }
  | {
      readonly kind: 'check';
      readonly name: string;
      readonly isChecked: boolean;
      readonly act: () => void;
    }
  | { readonly kind: 'line' };

/** Where a menu opens, in px of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly place: MenuPlace;
  /** It has closed: by a choice, Escape, or a click elsewhere. */
  readonly onClose: () => void;
}

/** A menu at a place, in the browser's top layer. Checks leave it open. */
export function Menu({ label, items, place, onClose }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    const opener = document.activeElement;
    const onToggle = (event: Event): void => {
      if (!('newState' in event) || event.newState !== 'closed') return;
      close.current();
    };
    menu.addEventListener('toggle', onToggle);
    menu.showPopover();
    menu.querySelector<HTMLElement>(enabledItems)?.focus();
    return () => {
      menu.removeEventListener('toggle', onToggle);
      // Only what had the focus loses it; who has clicked elsewhere stays there.
      const hasFocus = menu.contains(document.activeElement) || document.activeElement === null;
      const isLost = document.activeElement === document.body;
      if ((hasFocus || isLost) && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useLayoutEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    menu.style.left = `${Math.max(0, Math.min(place.x, innerWidth - menu.offsetWidth - 4))}px`;
    menu.style.top = `${Math.max(0, Math.min(place.y, innerHeight - menu.offsetHeight - 4))}px`;
  }, [place.x, place.y]);

  return (
    <div
      ref={box}
      class="menu"
      role="menu"
      aria-label={label}
      popover="auto"
      tabIndex={-1}
      onKeyDown={(event) => {
        // What the menu takes is not for the list behind it.
        event.stopPropagation();
        if (moveByKey(event.key, box.current)) event.preventDefault();
        else if (event.key === 'Tab') box.current?.hidePopover();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onClick={(event) => event.stopPropagation()}
    >
      {items.map((item, index) =>
        item.kind === 'line' ? (
          // Lines have no name, and do not move.
          <hr key={`line ${index}`} />
        ) : item.kind === 'check' ? (
          <button
            key={item.name}
            type="button"
            role="menuitemcheckbox"
            aria-checked={item.isChecked}
            tabIndex={-1}
            onClick={item.act}
          >
            <span class="menu-check" aria-hidden="true">
              {item.isChecked ? '✓' : ''}
            </span>
            {item.name}
          </button>
        ) : (
          <button
            key={item.name}
            type="button"
            role="menuitem"
            disabled={item.isDisabled === true}
            tabIndex={-1}
            onClick={() => {
              box.current?.hidePopover();
              item.act();
            }}
          >
            <span class="menu-check" aria-hidden="true" />
            <span class="menu-name">{item.name}</span>
            {item.keys !== undefined && (
              <span class="menu-keys" aria-hidden="true">
                {item.keys}
              </span>
            )}
          </button>
        ),
      )}
    </div>
  );
}

const enabledItems = 'button:not(:disabled)';

/** @see https://www.w3.org/WAI/ARIA/apg/patterns/menubar/ */
function moveByKey(key: string, menu: HTMLElement | null): boolean {
  const items = [...(menu?.querySelectorAll<HTMLElement>(enabledItems) ?? [])];
  const at = items.findIndex((item) => item.matches(':focus'));
  const steps: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at <= 0 ? items.length - 1 : at - 1,
    Home: 0,
    End: items.length - 1,
  };
  const next = steps[key];
  if (next === undefined) return false;
  items[next % items.length]?.focus();
  return true;
}

/** Below the lower left corner of an element, where the menu of a button opens. */
export function placeBelow(element: Element): MenuPlace {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 2 };
}
