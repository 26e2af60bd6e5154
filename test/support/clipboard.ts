import type { Page } from 'puppeteer';

/** What is in the clipboard, pasted as a person would paste it, into a page of its own. */
export async function readClipboard(page: Page): Promise<string> {
  const other = await page.browser().newPage();
  try {
    await other.setContent('<textarea></textarea>');
    await other.focus('textarea');
    await other.keyboard.press('KeyV', { commands: ['Paste'] });
    return await other.$eval('textarea', (box) => box.value);
  } finally {
    await other.close();
  }
}
