// The box in which a payload is written: a text box, or for forms with a syntax an editor in a shadow root.
import type { Frame } from 'puppeteer';
import { until } from './until.ts';

/** What is written. */
export const payloadText = (panel: Frame): Promise<string | null> =>
  panel.evaluate(() => {
    const editor = document.querySelector('.compose .code-editor:not([hidden])')?.shadowRoot;
    const plain = document.querySelector<HTMLTextAreaElement>('.compose textarea');
    if (!editor) return plain?.value ?? null;
    const lines = [...editor.querySelectorAll('.cm-line')];
    return lines
      .map((line) => (line.querySelector('.cm-placeholder') ? '' : line.textContent))
      .join('\n');
  });

/** Replaces all of it, as somebody does who pastes. */
export async function writePayload(panel: Frame, text: string): Promise<void> {
  if (!(await focusEditor(panel))) {
    await panel.$eval(
      '.compose textarea',
      (box, wanted) => {
        (box as HTMLTextAreaElement).value = wanted;
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      },
      text,
    );
    return;
  }
  // By keys: the editor learns of a selection that a script makes only later.
  const { keyboard } = panel.page();
  await keyboard.down('Control');
  await keyboard.press('KeyA');
  await keyboard.up('Control');
  if (text === '') await keyboard.press('Backspace');
  else await panel.evaluate((wanted) => document.execCommand('insertText', false, wanted), text);
}

const focusEditor = (panel: Frame): Promise<boolean> =>
  panel.evaluate(() => {
    const editor = document.querySelector('.compose .code-editor:not([hidden])')?.shadowRoot;
    const content = editor?.querySelector<HTMLElement>('[role=textbox]');
    content?.focus();
    return Boolean(content);
  });

/** Waits for the editor, which is loaded when it is first wanted. */
export const hasEditor = (panel: Frame): Promise<unknown> =>
  until(() => panel.$('.compose .code-editor:not([hidden])'), {
    what: 'the editor with syntax is there',
  });
