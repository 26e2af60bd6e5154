import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Texts } from '../model/texts/texts.ts';
import './go-to-box.css';

export interface GoToBoxProps {
  readonly texts: Texts;
  /** The number of the last message. */
  readonly last: number;
  readonly lastText: string;
  readonly onGo: (message: number) => void;
  readonly onClose: () => void;
}

/** Asks for the number of a message. */
export function GoToBox({ texts, last, lastText, onGo, onClose }: GoToBoxProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [isWrong, setIsWrong] = useState(false);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const box = dialog.current;
    if (box === null) return;
    const opener = document.activeElement;
    const onToggle = (event: Event): void => {
      if ('newState' in event && event.newState === 'closed') close.current();
    };
    box.addEventListener('toggle', onToggle);
    box.showPopover();
    input.current?.focus();
    return () => {
      box.removeEventListener('toggle', onToggle);
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const problem = last === 0 ? texts.goToNone : texts.goToRange(lastText);
  return (
    <div ref={dialog} class="go-to" role="dialog" aria-label={texts.goTo} popover="auto">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const number = readNumber(input.current?.value ?? '');
          const isNone = number < 1 || number > last;
          setIsWrong(isNone);
          if (isNone) return;
          onGo(number);
          dialog.current?.hidePopover();
        }}
      >
        <label>
          {texts.goToLabel}
          <input
            ref={input}
            type="text"
            inputMode="numeric"
            autocomplete="off"
            aria-invalid={isWrong}
            aria-describedby="go-to-hint"
          />
        </label>
        <button type="submit" class="primary">
          {texts.go}
        </button>
        <p id="go-to-hint" class={isWrong ? 'error' : ''} role={isWrong ? 'alert' : undefined}>
          {problem}
        </p>
      </form>
    </div>
  );
}

/** As people write numbers: 1,000,000 and #12, too. 0 for what is none. */
function readNumber(text: string): number {
  const digits = text.replaceAll(/[#\s,.'’_\u00a0\u202f]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
}
