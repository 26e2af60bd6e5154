import { validateJson } from '../../decoders/json-validate.ts';
import { EntryFields, isObject, type JsonObject, nameOf } from './entry-fields.ts';
import { type HarProblem, ProblemList } from './har-problem.ts';
import { isTime } from './har-time.ts';
import type { ImportedSocket } from './imported-socket.ts';
import { readForeignEntry } from './read-foreign-entry.ts';
import { firstTimeOf } from './read-messages.ts';
import { readOwnEntry } from './read-own-entry.ts';
import { fieldVersion } from './sockets-field.ts';

export type HarReading =
  | {
      readonly ok: true;
      readonly sockets: readonly ImportedSocket[];
      readonly problems: readonly HarProblem[];
    }
  | { readonly ok: false; readonly problem: HarProblem };

/** Looking for the place of a mistake takes many times the text's memory. */
const maxCheckedChars = 32 * 1024 * 1024;

/** Reads the WebSockets of a HAR, in the order of the file. Whatever the text is, it does not throw. */
export function readHar(text: string): HarReading {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch (error) {
    return { ok: false, problem: notJson(json, error) };
  }
  const log = isObject(file) ? file['log'] : undefined;
  if (!isObject(log)) return notHar('log', log, 'an object');
  const { entries } = log;
  if (!Array.isArray(entries)) return notHar('log.entries', entries, 'an array');

  const problems = new ProblemList();
  const pageTitles = titlesOf(log);
  const sockets: ImportedSocket[] = [];
  for (const [index, entry] of (entries as readonly unknown[]).entries()) {
    const fields = new EntryFields(index, problems);
    if (!isObject(entry))
      fields.report('wrongType', '', `is ${nameOf(entry)}, not an object. It was left out.`);
    else if (isWebSocket(entry)) sockets.push(readEntry(entry, pageTitles, fields));
  }
  return { ok: true, sockets, problems: problems.all() };
}

function notJson(text: string, error: unknown): HarProblem {
  const validity = text.length <= maxCheckedChars ? validateJson(text) : null;
  const said =
    validity?.ok === false
      ? `${validity.reason}, at line ${validity.line}, column ${validity.column}`
      : String(error);
  return {
    code: 'notJson',
    field: '',
    text: `The file is not JSON: ${said}. Choose a HAR file, or export it again.`,
  };
}

const notHar = (field: string, value: unknown, expected: string): HarReading => ({
  ok: false,
  problem: {
    code: 'notHar',
    field,
    text: `The file is not a HAR: ${field} is ${nameOf(value)}, not ${expected}. Choose a HAR file, or export it again.`,
  },
});

function isWebSocket(entry: JsonObject): boolean {
  if (entry['_resourceType'] === 'websocket') return true;
  if (Array.isArray(entry['_webSocketMessages']) || isObject(entry['_sockets'])) return true;
  const url = isObject(entry['request']) ? entry['request']['url'] : undefined;
  return typeof url === 'string' && /^wss?:/i.test(url);
}

function readEntry(
  entry: JsonObject,
  pageTitles: ReadonlyMap<string, string>,
  fields: EntryFields,
): ImportedSocket {
  const url = readUrl(entry, fields);
  const messages = fields.list(entry['_webSocketMessages'], '_webSocketMessages');
  const own = readOwnField(entry, fields);
  const startedAtMs = readStart(entry, messages, own !== null, fields);
  if (own !== null) return readOwnEntry(own, url, messages, startedAtMs, fields);
  const title = pageTitles.get(String(entry['pageref'])) ?? '';
  return readForeignEntry(entry, url, messages, startedAtMs, title, fields);
}

function readUrl(entry: JsonObject, fields: EntryFields): string {
  const { request } = entry;
  const url = isObject(request) ? request['url'] : undefined;
  if (typeof url === 'string') return url;
  fields.report(
    'wrongType',
    'request.url',
    `is ${nameOf(url)}, not a string. The socket was kept without its address.`,
  );
  return '';
}

function readOwnField(entry: JsonObject, fields: EntryFields): JsonObject | null {
  const own = entry['_sockets'];
  if (own === undefined) return null;
  if (isObject(own) && own['version'] === fieldVersion) return own;
  fields.report(
    'unknownVersion',
    isObject(own) ? '_sockets.version' : '_sockets',
    `is ${nameOf(isObject(own) ? own['version'] : own)}, which this version of Sockets does not know. Only the messages were read. Update Sockets to read the rest.`,
  );
  return null;
}

function readStart(
  entry: JsonObject,
  messages: readonly unknown[],
  isSeconds: boolean,
  fields: EntryFields,
): number {
  const started = entry['startedDateTime'];
  const startedMs = typeof started === 'string' ? Date.parse(started) : Number.NaN;
  if (isTime(startedMs)) return startedMs;
  fields.report(
    'badTime',
    'startedDateTime',
    `is ${nameOf(started)}, not a time such as 2024-01-31T12:00:00.000Z. The time of the first message was taken.`,
  );
  return firstTimeOf(messages, { isSeconds }) ?? 0;
}

/** Chrome's titles of pages are their addresses; other titles say nothing of the document. */
function titlesOf(log: JsonObject): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  const pages: unknown[] = Array.isArray(log['pages']) ? log['pages'] : [];
  for (const page of pages)
    if (isObject(page) && typeof page['title'] === 'string' && URL.canParse(page['title']))
      titles.set(String(page['id']), page['title']);
  return titles;
}
