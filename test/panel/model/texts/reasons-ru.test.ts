import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reasonsRu } from '../../../../panel/model/texts/reasons-ru/all.ts';
import { libraries } from '../../../../panel/model/texts/reasons-ru/libraries.ts';
import { reasonTranslator } from '../../../../panel/model/texts/translate-reason.ts';
import { collectReasons } from './collect-reasons.ts';

/** What is wrong with a filter is told by codes, each with a text of the catalogue. */
const withCodes = /^panel\/engine\/query\/(?:parse-query|parse-size|query)\.ts$/;

const sources = [
  ...['panel/decoders', 'panel/engine', 'panel/model'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /(?<!\.d)\.ts$/.test(path) && !path.includes('/texts/')),
  ),
  'extension/check-batch.ts',
  'extension/document-relay.ts',
  'extension/protocol/batch-reader.ts',
].filter((path) => !withCodes.test(path));

const { reasons, unfollowed } = collectReasons(sources);
const sentences = Object.entries(reasonsRu.sentences);
const translate = reasonTranslator('ru', reasonsRu);

describe('The reasons in the sources', () => {
  it('are all followed to their sentences', () => {
    expect(unfollowed).toEqual([]);
    // Fewer by half would mean that the collecting has gone blind.
    expect(new Set(reasons.map(({ text }) => text)).size).toBeGreaterThan(400);
  });

  it('all have a Russian sentence', () => {
    const unknown = reasons.filter(({ text }) => translate(text) === null);
    expect(unknown).toEqual([]);
  });

  it('use every Russian sentence', () => {
    // Each translation says its number, so that what was used can be read off.
    const numbered = sentences.map(([english, text], index) => [english, `⟨${index}⟩${text}`]);
    const say = reasonTranslator('ru', {
      ...reasonsRu,
      sentences: Object.fromEntries(numbered),
    });
    const used = new Set<number>();
    for (const { text } of reasons)
      for (const [, index] of (say(text) ?? '').matchAll(/⟨(\d+)⟩/g)) used.add(Number(index));
    const unused = sentences.map(([english]) => english).filter((_, index) => !used.has(index));
    expect(unused.filter((english) => !Object.hasOwn(libraries, english))).toEqual([]);
  });

  it('of the libraries are what these say', () => {
    const code = [
      ...['fflate/esm/browser.js', 'fzstd/esm/index.mjs'],
      ...['brotli/dec/decode.js', 'brotli/dec/bit_reader.js'],
    ]
      .map((path) => readFileSync(`node_modules/${path}`, 'utf8'))
      .join('\n');
    expect(Object.keys(libraries).filter((sentence) => !code.includes(sentence))).toEqual([]);
  });
});

describe('Each Russian sentence', () => {
  const holesOf = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/\{(\d+)[}:|]/g)].map(([, name]) => name ?? ''))].sort();

  it.each([...sentences, ...Object.entries(reasonsRu.places)])(
    '%j has its holes',
    (english, text) => {
      expect(holesOf(text)).toEqual(holesOf(english));
      // All that is in braces is a hole of a kind that there is.
      const marks = text.match(/\{\d[^}]*\}/g) ?? [];
      for (const mark of marks)
        expect(mark).toMatch(/^\{\d+(?::(?:text|any|number)|(?:\|[а-яё]+){3})?\}$/);
    },
  );

  it('stands in one group only', () => {
    const groups = readdirSync('panel/model/texts/reasons-ru').filter((file) => file !== 'all.ts');
    const code = groups.map((file) => readFileSync(`panel/model/texts/reasons-ru/${file}`, 'utf8'));
    const count = code.join('\n').match(/^ {2}(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\w+):/gm);
    expect(count).toHaveLength(sentences.length + Object.keys(reasonsRu.places).length);
  });

  it('is Russian but for names, which the English has too', () => {
    const wordsOf = (text: string): readonly string[] =>
      text.replaceAll(/\{\d[^}]*\}/g, ' ').match(/[a-z][\w-]*/gi) ?? [];
    const prose = /^(?:an|the|of|is|are|was|at|in|no|not|and|or|to|it|its|with|that|which)$/i;
    // What the Russian sentence must explain and the English one does not, or says in other words.
    const explained = new Set(['CDATA', 'regex', 'id', 'UTF-8', 'base64', 'JSON']);
    for (const [english, text] of sentences) {
      const known = wordsOf(english);
      for (const word of wordsOf(text)) {
        expect(known.includes(word) || explained.has(word), `${word} in ${text}`).toBe(true);
        expect(word, text).not.toMatch(prose);
      }
    }
  });
});
