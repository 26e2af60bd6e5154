import { pluralOf } from './plural.ts';

/**
 * A language's sentences for what decoders, readers and the engine give as the reason of a failure.
 * The English sentence is the id, without its place and the comma before it; what differs from case
 * to case is a numbered hole, `{0}`. In the translation a hole stands as
 * - `{0}`: as it is,
 * - `{0:text}`: a sentence or part of ours, translated in its turn, or a whole number,
 * - `{0:any}`: the same, or something that has no translation, as the name of a field,
 * - `{0:number}`: a number, written as the language writes it,
 * - `{0|байт|байта|байт}`: the word that goes with the number, as for 1, 2 and 5 of them.
 */
export interface ReasonTexts {
  readonly sentences: Readonly<Record<string, string>>;
  /** What stands in holes: `the length of {0}` is no sentence, and must not be taken for the beginning of one. */
  readonly parts: Readonly<Record<string, string>>;
  /** What a reason may end with: where it is. Holes are whole numbers. */
  readonly places: Readonly<Record<string, string>>;
}

/** A reason in another language, or null where it is not known. */
export type ReasonTranslator = (reason: string) => string | null;

/** @param texts looked at when the first reason comes */
export function reasonTranslator(language: string, texts: ReasonTexts): ReasonTranslator {
  let words: LanguageWords | null = null;
  return (reason) => {
    words ??= {
      sentences: listOf(texts.sentences),
      parts: listOf(texts.parts),
      places: Object.entries(texts.places).map((place) => placeOf(...place)),
      plural: pluralOf(language),
      number: (text) => new Intl.NumberFormat(language).format(numberOf(text)),
    };
    return translateReason(reason, words);
  };
}

function translateReason(said: string, words: LanguageWords): string | null {
  // Before a place a clause ends with a comma, and in an editor the place is told apart.
  const reason = said.replace(/,$/, '');
  return (
    words.sentences.whole.get(reason) ??
    translatePlaced(reason, words) ??
    translatePrefixed(reason, words) ??
    translateBy(words.sentences, reason, words)
  );
}

/** What stands in a hole: a number, a sentence or a part of one. */
function translatePart(text: string, words: LanguageWords): string | null {
  if (/^\d*$/.test(text)) return text;
  return (
    translateReason(text, words) ??
    words.parts.whole.get(text) ??
    translateBy(words.parts, text, words)
  );
}

interface LanguageWords {
  readonly sentences: SentenceList;
  readonly parts: SentenceList;
  readonly places: readonly Template[];
  readonly plural: ReturnType<typeof pluralOf>;
  readonly number: (text: string) => string;
}

/** A sentence with holes. */
interface Template {
  /** The first words, by which most are ruled out without the expression. */
  readonly beginning: string;
  readonly form: RegExp;
  /** Which hole each group of the expression is. */
  readonly holes: readonly string[];
  readonly translation: string;
}

interface SentenceList {
  /** Those without holes. */
  readonly whole: ReadonlyMap<string, string>;
  /** Those with the most words first: `expected {0}` comes after `expected one of {0}`. */
  readonly templates: readonly Template[];
}

const hole = /\{(\d+)\}/;

function listOf(sentences: Readonly<Record<string, string>>): SentenceList {
  const all = Object.entries(sentences);
  const lengthOf = (english: string): number => english.split(hole).join('').length;
  return {
    whole: new Map(all.filter(([english]) => !hole.test(english))),
    templates: all
      .filter(([english]) => hole.test(english))
      .sort(([one], [other]) => lengthOf(other) - lengthOf(one))
      .map(([english, translation]) => templateOf(english, translation)),
  };
}

/** A place stands behind what is said, and behind its comma. */
const placeOf = (english: string, translation: string): Template => ({
  ...templateOf(english, translation, '\\d+', '(.*?),?'),
  beginning: '',
});

function templateOf(english: string, translation: string, pattern?: string, before = ''): Template {
  // Split by its only group, an expression gives texts and holes in turn.
  const pieces = english.split(hole);
  const form = pieces.map((piece, index) =>
    index % 2 === 0 ? escaped(piece) : `(${pattern ?? patternOf(piece, translation)})`,
  );
  return {
    beginning: pieces[0] ?? '',
    form: new RegExp(`^${before}${form.join('')}$`, 's'),
    holes: pieces.filter((_, index) => index % 2 === 1),
    translation,
  };
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Numbers are told by what the translation does with them; the rest may be anything. */
function patternOf(name: string, translation: string): string {
  const isNumber = translation.includes(`{${name}|`) || translation.includes(`{${name}:number}`);
  return isNumber ? '-?\\d[\\d,]*' : '.*?';
}

/** `expected a value, at byte 5`: what, and where. */
function translatePlaced(reason: string, words: LanguageWords): string | null {
  for (const { form, translation } of words.places) {
    const [, said, ...values] = form.exec(reason) ?? [];
    const translated = said === undefined ? null : translateReason(said, words);
    if (translated !== null)
      return translated + filled(translation, (name) => values[Number(name)], words);
  }
  return null;
}

/** The decoder, or the field of a HAR file, that the rest is about. */
const prefixes = [/^([a-z][\w.-]*): (.+)$/s, /^(log\.entries\[\d+\]\S*) (.+)$/s];

function translatePrefixed(reason: string, words: LanguageWords): string | null {
  for (const prefix of prefixes) {
    const [, name, said] = prefix.exec(reason) ?? [];
    const translated = said === undefined ? null : translateReason(said, words);
    if (translated !== null) return `${name}: ${translated}`;
  }
  return null;
}

function translateBy(
  { templates }: SentenceList,
  text: string,
  words: LanguageWords,
): string | null {
  for (const { beginning, form, holes, translation } of templates) {
    if (!text.startsWith(beginning)) continue;
    const [, ...values] = form.exec(text) ?? [];
    if (values.length === 0) continue;
    const translated = filled(translation, (name) => values[holes.indexOf(name)], words);
    if (translated !== null) return translated;
  }
  return null;
}

/** The translation with its holes filled; null when a part that must be known is not. */
function filled(
  translation: string,
  valueIn: (name: string) => string | undefined,
  words: LanguageWords,
): string | null {
  let isKnown = true;
  const text = translation.replaceAll(
    /\{(\d+)(?::(\w+)|\|([^|}]*)\|([^|}]*)\|([^|}]*))?\}/g,
    (_, name: string, kind?: string, one?: string, few?: string, many?: string) => {
      const value = valueIn(name) ?? '';
      if (one !== undefined && few !== undefined && many !== undefined)
        return words.plural(numberOf(value), { one, few, other: many });
      if (kind === 'number') return words.number(value);
      if (kind === undefined) return value;
      const translated = translatePart(value, words);
      if (translated === null && kind === 'text') isKnown = false;
      return translated ?? value;
    },
  );
  return isKnown ? text : null;
}

/** Large ones are written as English writes them: 1,234. */
const numberOf = (text: string): number => Number(text.replaceAll(',', ''));
