import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reasonsRu } from '../../../../panel/model/texts/reasons-ru/all.ts';
import { libraries } from '../../../../panel/model/texts/reasons-ru/libraries.ts';
import { reasonTranslator } from '../../../../panel/model/texts/translate-reason.ts';
import { collectReasons, fieldNames } from './collect-reasons.ts';

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
const parts = Object.entries(reasonsRu.parts);
const translate = reasonTranslator('ru', reasonsRu);
/** A part alone, which elsewhere is only known within a sentence. */
const translatePart = reasonTranslator('ru', { ...reasonsRu, sentences: reasonsRu.parts });

describe('The reasons in the sources', () => {
  it('are all followed to their sentences', () => {
    expect(unfollowed).toEqual([]);
    // Fewer by half would mean that the collecting has gone blind.
    expect(new Set(reasons.map(({ text }) => text)).size).toBeGreaterThan(400);
  });

  it('all have a Russian sentence', () => {
    const unknown = reasons.filter(
      ({ text, isPart }) => (isPart ? translatePart : translate)(text) === null,
    );
    expect(unknown).toEqual([]);
  });

  it('use every Russian sentence', () => {
    // Each translation says its number, so that what was used can be read off.
    const all = [...sentences, ...parts];
    const numbered = all.map(([english, text], index) => [english, `⟨${index}⟩${text}`]);
    const texts = {
      sentences: Object.fromEntries(numbered.slice(0, sentences.length)),
      parts: Object.fromEntries(numbered.slice(sentences.length)),
      places: reasonsRu.places,
    };
    const say = reasonTranslator('ru', texts);
    const sayPart = reasonTranslator('ru', { ...texts, sentences: texts.parts });
    const used = new Set<number>();
    for (const { text, isPart } of reasons)
      for (const [, index] of ((isPart ? sayPart : say)(text) ?? '').matchAll(/⟨(\d+)⟩/g))
        used.add(Number(index));
    const unused = all.map(([english]) => english).filter((_, index) => !used.has(index));
    expect(unused.filter((english) => !Object.hasOwn(libraries, english))).toEqual([]);
  });

  it('say no word of English in Russian', () => {
    const names = new Set(
      [...sentences, ...parts].flatMap(([, text]) => latinWordsIn(text)).concat(fieldNames),
    );
    const said = reasons.flatMap(({ text, isPart }) =>
      // A part must not be taken for the beginning of a sentence.
      (isPart ? [`${text} wants 1 byte, 7 left`, `${text} wants 12 bytes, 7 left`] : [text]).map(
        (reason) => translate(reason)?.replace(/^[a-z][\w.-]*: |^log\.entries\S+/, '') ?? reason,
      ),
    );
    const english = said.filter((text) => latinWordsIn(text).some((word) => !names.has(word)));
    expect(english).toEqual([]);
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

function latinWordsIn(text: string): readonly string[] {
  return text.replaceAll(/\{\d[^}]*\}/g, ' ').match(/\b[a-z][a-z_-]*/gi) ?? [];
}

describe('Each Russian sentence', () => {
  const holesOf = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/\{(\d+)[}:|]/g)].map(([, name]) => name ?? ''))].sort();

  it.each([...sentences, ...parts, ...Object.entries(reasonsRu.places)])(
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
    expect(count).toHaveLength(
      sentences.length + parts.length + Object.keys(reasonsRu.places).length,
    );
  });

  it('is Russian but for names, which the English has too', () => {
    const prose = /^(?:an|the|of|is|are|was|at|in|no|not|and|or|to|it|its|with|that|which)$/i;
    // What the Russian sentence must explain and the English one does not, or says in other words.
    const explained = new Set(['CDATA', 'base']);
    for (const [english, text] of [...sentences, ...parts]) {
      const known = latinWordsIn(english);
      for (const word of latinWordsIn(text)) {
        expect(known.includes(word) || explained.has(word), `${word} in ${text}`).toBe(true);
        expect(word, text).not.toMatch(prose);
      }
    }
  });
});
