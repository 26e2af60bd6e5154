// What people come to Sockets for, done once through the panel's accessible names: see messages,
// select one, filter, edit and send, export.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'puppeteer';
import { byRole, clickRole } from './by-role.ts';
import { countMessages, type Row, readRows } from './message-grid.ts';
import { writePayload } from './payload-box.ts';
import { until } from './until.ts';

export interface MainJob {
  readonly panel: Frame;
  /** Where the browser puts downloads. */
  readonly downloadsFolder: string;
  /** Resolves when the server has received this text. */
  readonly hasArrived: (text: string) => Promise<unknown>;
  /** Told of each step that is done. */
  readonly say: (line: string) => void;
}

/** Does the job and returns the exported HAR. The first step that fails is an error that names it. */
export async function doMainJob({ panel, downloadsFolder, hasArrived, say }: MainJob) {
  const count = await until(() => enoughMessages(panel), {
    what: 'the list Messages holds at least 10 messages',
  });
  say(`The list holds ${count} messages.`);

  const selected = await selectSentText(panel);
  say(`Selected: ${selected.content.slice(0, 60)}`);

  const word = /[a-z]{3,}/i.exec(selected.content)?.[0] ?? selected.content;
  const shown = await filterFor(panel, word);
  say(`Filtered for "${word}": ${shown} messages.`);
  await clearFilter(panel, shown);
  say('Cleared the filter.');

  const text = JSON.stringify({ sentBy: 'Sockets', number: count });
  await sendPayload(panel, text);
  await hasArrived(text);
  say(`Edited the payload and sent it; the server received ${text}.`);

  const harText = await exportHar(panel, downloadsFolder);
  const messages = countInHar(harText, text);
  say(`Exported a HAR of ${messages} messages, the edited one among them.`);
  return harText;
}

async function enoughMessages(panel: Frame): Promise<number> {
  const count = await countMessages(panel);
  return count >= 10 ? count : 0;
}

/** JSON that the page itself, not its frame or worker, sent on a socket that stays open: it can be sent on again. */
async function selectSentText(panel: Frame): Promise<Row> {
  const isSentText = (row: Row) =>
    /sent/i.test(row.direction) &&
    /\/(?:echo|chat)$/.test(row.socket) &&
    row.type === 'text' &&
    /^{.*[a-z]{3}/i.test(row.content);
  const row = await until(
    async () => {
      const found = (await readRows(panel)).find(isSentText);
      // New messages may have scrolled it away since: then the next one is tried.
      const grid = '[role=grid][aria-label=Messages]';
      const handle = found && (await panel.$(`${grid} [role=row][aria-rowindex="${found.index}"]`));
      await handle?.click();
      // Waited for, as a second click would be a double one, which selects the text under it.
      const chosen = `${grid} [role=row][aria-selected=true]`;
      const isChosen =
        handle && (await panel.waitForSelector(chosen, { timeout: 2000 }).catch(() => null));
      return isChosen && found;
    },
    { what: 'a row of Messages is JSON that was sent, and can be clicked' },
  );
  await byRole(panel, 'region', 'Message');
  return row;
}

/**
 * Not every row that matches shows the word: the filter looks at whole payloads, and the list shows of some
 * protocols what a message means.
 */
async function filterFor(panel: Frame, word: string): Promise<number> {
  const all = await countMessages(panel);
  const box = await byRole(panel, 'searchbox', 'Filter messages');
  await box.type(word);
  return until(
    async () => {
      const rows = await readRows(panel);
      const shown = await countMessages(panel);
      const someShowIt = rows.some(({ content }) =>
        content.toLowerCase().includes(word.toLowerCase()),
      );
      return someShowIt && shown < all && shown;
    },
    { what: `the rows of Messages are those with the word "${word}", fewer than ${all}` },
  );
}

async function clearFilter(panel: Frame, shown: number): Promise<void> {
  await clickRole(panel, 'button', 'Clear the filter');
  await until(async () => (await countMessages(panel)) > shown, {
    what: 'Messages shows more rows without the filter than with it',
  });
}

async function sendPayload(panel: Frame, text: string): Promise<void> {
  await byRole(panel, 'textbox', 'Payload');
  await writePayload(panel, text);
  const send = await byRole(panel, 'button', 'Send');
  await until(
    () => send.evaluate((button) => !button.matches(':disabled, [aria-disabled="true"]')),
    {
      what: 'the button Send can be pressed',
    },
  );
  await send.click();
}

async function exportHar(panel: Frame, downloadsFolder: string): Promise<string> {
  const button = await byRole(panel, 'button', 'Export HAR');
  await button.click();
  // The browser gives a download its name when it is complete.
  const name = await until(
    async () => (await readdir(downloadsFolder)).find((file) => file.endsWith('.har')),
    { what: 'the exported HAR has been downloaded' },
  );
  return readFile(join(downloadsFolder, name), 'utf8');
}

function countInHar(harText: string, text: string): number {
  const { log } = JSON.parse(harText) as {
    log: { entries: { _webSocketMessages?: { type: string; data: string }[] }[] };
  };
  const messages = log.entries.flatMap((entry) => entry._webSocketMessages ?? []);
  if (messages.some(({ type, data }) => type === 'send' && data === text)) return messages.length;
  throw new Error(`The exported HAR has ${messages.length} messages, but not the one just sent.`);
}
