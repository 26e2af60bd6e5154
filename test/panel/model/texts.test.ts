import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../../../panel/model/texts/en.ts';
import { pluralOf } from '../../../panel/model/texts/plural.ts';
import { ru } from '../../../panel/model/texts/ru.ts';
import { isLanguage, languages, preferredLanguage } from '../../../panel/model/texts/texts.ts';

type Text = string | ((...parameters: unknown[]) => string);

/** Every text of a catalogue by its path, as `states.open`. */
function textsOf(catalogue: object, path = ''): Map<string, Text> {
  const all = new Map<string, Text>();
  for (const [key, value] of Object.entries(catalogue)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'object') for (const entry of textsOf(value, name)) all.set(...entry);
    else all.set(name, value);
  }
  return all;
}

/** What stands for a parameter: a number where forms of plurals are chosen by it. */
const said = (text: Text, count = 5): string =>
  typeof text === 'string'
    ? text
    : text(
        ...Array.from({ length: text.length }, (_, index) =>
          index % 2 === 1 ? count : `<${index}>`,
        ),
      );

const english = textsOf(en);
const catalogues = await Promise.all(
  Object.entries(languages).map(async ([language, { load }]) => [language, await load()] as const),
);
const others = catalogues.filter(([language]) => language !== 'en');
/** The same in every language. `reason` has tests of its own: here it gets none. */
const shared = new Set([
  'columnUrl',
  'tabHex',
  'formats.json',
  'formats.base64',
  'formats.hex',
  'reason',
  // As the page writes them: there is no room for more in the column.
  'eventCloseCalled',
  'eventSendFailed',
  'eventCloseFailed',
]);

describe('every language', () => {
  it.each(catalogues)('%s has no empty text', (_, catalogue) => {
    for (const [name, text] of textsOf(catalogue)) expect(said(text).trim(), name).not.toBe('');
  });

  it.each(others)('%s has the same texts as English, with the same parameters', (_, catalogue) => {
    const texts = textsOf(catalogue);
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [name, text] of texts) {
      const original = english.get(name);
      expect(typeof text, name).toBe(typeof original);
      if (typeof text === 'function') expect(text.length, name).toBe((original as Text).length);
    }
  });

  it.each(others)('%s says every parameter that English says', (_, catalogue) => {
    const marks = (text: Text): string[] => (said(text).match(/<\d+>/g) ?? []).sort();
    for (const [name, text] of textsOf(catalogue))
      expect(marks(text), name).toEqual(marks(english.get(name) ?? ''));
  });

  it.each(catalogues)('%s has no text with "undefined" or "NaN" in it', (_, catalogue) => {
    for (const [name, text] of textsOf(catalogue))
      expect(said(text), name).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('Russian', () => {
  const russian = textsOf(ru);

  it('leaves no text in English', () => {
    for (const [name, text] of russian) {
      if (shared.has(name)) continue;
      expect(said(text), name).not.toBe(said(english.get(name) ?? ''));
      expect(said(text), name).toMatch(/[а-яё]/i);
    }
  });

  it('shares with English only what is a name', () => {
    for (const name of shared)
      expect(said(russian.get(name) ?? '')).toBe(said(english.get(name) ?? '-'));
  });

  it.each([
    [1, '1 сокет'],
    [2, '2 сокета'],
    [5, '5 сокетов'],
    [11, '11 сокетов'],
    [21, '21 сокет'],
    [22, '22 сокета'],
  ])('counts %d as it should', (count, wanted) => {
    expect(ru.socketsHeading(String(count), count)).toBe(wanted);
  });
});

describe('English', () => {
  it.each([
    [0, '0 sockets'],
    [1, '1 socket'],
    [2, '2 sockets'],
  ])('counts %d as it should', (count, wanted) => {
    expect(en.socketsHeading(String(count), count)).toBe(wanted);
  });

  it('has no text that nobody shows', () => {
    const panel = new URL('../../../panel/', import.meta.url);
    const code = readdirSync(panel, { recursive: true, encoding: 'utf8' })
      .filter(
        (path) => /\.tsx?$/.test(path) && !path.includes('texts/en') && !path.includes('texts/ru'),
      )
      .map((path) => readFileSync(new URL(path, panel), 'utf8'))
      .join('\n');
    const names = [...Object.keys(en), ...Object.keys(en.filterProblems)];
    const shown = (name: string): boolean =>
      new RegExp(`(?:texts|words|value)\\.${name}\\b`).test(code);
    expect(names.filter((name) => !shown(name))).toEqual([]);
  });

  it('or another language says each reason that a view shows', () => {
    const views = new URL('../../../panel/views/', import.meta.url);
    // The editor's parts get their reason from compose-view.tsx, translated.
    const lines = readdirSync(views)
      .filter((file) => /\.tsx?$/.test(file) && !/^code-/.test(file))
      .flatMap((file) => readFileSync(new URL(file, views), 'utf8').split('\n'));
    const given = /(?<!texts)\.reason\b|\bwarnings\.|cutOff\.values|problems\.length, /;
    const shown = lines.filter((line) => given.test(line) && !/warnings\.length/.test(line));
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((line) => !line.includes('texts.reason'))).toEqual([]);
  });

  it('has the names that design.md promises to screen readers', () => {
    expect(en).toMatchObject({
      ...{ toolbar: 'Sockets', record: 'Record', clear: 'Clear', preserveLog: 'Preserve log' },
      ...{ import: 'Import', exportHar: 'Export HAR', filterMessages: 'Filter messages' },
      ...{ socketsList: 'Sockets list', messages: 'Messages', message: 'Message' },
      ...{ compose: 'Compose', payloadFormat: 'Payload format', payload: 'Payload', send: 'Send' },
      ...{ tabDecoded: 'Decoded', tabHex: 'Hex', tabText: 'Text' },
    });
  });
});

describe('the language', () => {
  it.each([
    [['ru-RU', 'en'], 'ru'],
    [['RU'], 'ru'],
    [['de-AT', 'en-GB', 'ru'], 'en'],
    [['de', 'ru'], 'ru'],
    [['de'], 'en'],
    [[], 'en'],
    [['', 'ru'], 'ru'],
    // Names of Object.prototype are no languages.
    [['constructor', 'ru'], 'ru'],
    [['toString'], 'en'],
  ])('for %j is %s', (preferred, language) => {
    expect(preferredLanguage(preferred)).toBe(language);
  });

  it('is one of ours, and nothing else is', () => {
    expect(isLanguage('ru')).toBe(true);
    for (const value of ['de', 'toString', '__proto__', '', null, undefined, 1, {}, ['ru']])
      expect(isLanguage(value)).toBe(false);
  });
});

it('a plural form that a language has and a text lacks falls back to the general one', () => {
  expect(pluralOf('ru')(2, { one: 'a', other: 'b' })).toBe('b');
});
