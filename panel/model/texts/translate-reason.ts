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
  /** What a reason may end with: where it is. Holes are whole numbers. */
  readonly places: Readonly<Record<string, string>>;
}

/** A reason in another language, or null where it is not known. */
export type ReasonTranslator = (reason: string) => string | null;

/** @param texts read when the first reason comes */
export function reasonTranslator(language: string, texts: ReasonTexts): ReasonTranslator {
  const words: LanguageWords = {
    plural: pluralOf(language),
    number: (text) => new Intl.NumberFormat(language).format(Number(text.replaceAll(',', ''))),
  };
  let index: SentenceIndex | null = null;
  const translate: ReasonTranslator = (reason) => {
    index ??= indexSentences(texts);
    if (/^\d*$/.test(reason)) return reason;
    // Before a place a clause ends with a comma, and in an editor the place is told apart.
    if (reason.endsWith(',')) return translate(reason.slice(0, -1));
    return (
      index.whole.get(reason) ??
      translatePlaced(reason, index, words, translate) ??
      translatePrefixed(reason, translate) ??
      translateSentence(reason, index, words, translate)
    );
  };
  return translate;
}

interface LanguageWords {
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

interface SentenceIndex {
  /** Those without holes. */
  readonly whole: ReadonlyMap<string, string>;
  /** Those with the most words first: `expected {0}` comes after `expected one of {0}`. */
  readonly templates: readonly Template[];
  readonly places: readonly Template[];
}

const hole = /\{(\d+)\}/;

function indexSentences({ sentences, places }: ReasonTexts): SentenceIndex {
  const all = Object.entries(sentences);
  const wordsOf = (english: string): number => english.split(hole).join('').length;
  return {
    whole: new Map(all.filter(([english]) => !hole.test(english))),
    templates: all
      .filter(([english]) => hole.test(english))
      .sort(([one], [other]) => wordsOf(other) - wordsOf(one))
      .map(([english, translation]) => templateOf(english, translation)),
    places: Object.entries(places).map(([english, translation]) => ({
      ...templateOf(english, translation, '\\d+', '(.*?),?'),
      beginning: '',
    })),
  };
}

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
  return isNumber ? '\\d[\\d,]*' : '.*?';
}

/** `expected a value, at byte 5`: what, and where. */
function translatePlaced(
  reason: string,
  { places }: SentenceIndex,
  words: LanguageWords,
  translate: ReasonTranslator,
): string | null {
  for (const { form, translation } of places) {
    const [, said, ...values] = form.exec(reason) ?? [];
    const translated = said === undefined ? null : translate(said);
    if (translated !== null)
      return translated + filled(translation, (name) => values[Number(name)], words, translate);
  }
  return null;
}

/** The decoder, or the field of a HAR file, that the rest is about. */
const prefixes = [/^([a-z][\w.-]*): (.+)$/s, /^(log\.entries\[\d+\]\S*) (.+)$/s];

function translatePrefixed(reason: string, translate: ReasonTranslator): string | null {
  for (const prefix of prefixes) {
    const [, name, said] = prefix.exec(reason) ?? [];
    const translated = said === undefined ? null : translate(said);
    if (translated !== null) return `${name}: ${translated}`;
  }
  return null;
}

function translateSentence(
  reason: string,
  { templates }: SentenceIndex,
  words: LanguageWords,
  translate: ReasonTranslator,
): string | null {
  for (const { beginning, form, holes, translation } of templates) {
    if (!reason.startsWith(beginning)) continue;
    const [, ...values] = form.exec(reason) ?? [];
    if (values.length === 0) continue;
    const valueIn = (name: string): string | undefined => values[holes.indexOf(name)];
    const translated = filled(translation, valueIn, words, translate);
    if (translated !== null) return translated;
  }
  return null;
}

/** The translation with its holes filled; null when a part that must be known is not. */
function filled(
  translation: string,
  valueIn: (name: string) => string | undefined,
  { plural, number }: LanguageWords,
  translate: ReasonTranslator,
): string | null {
  let isKnown = true;
  const text = translation.replaceAll(
    /\{(\d+)(?::(\w+)|\|([^|}]*)\|([^|}]*)\|([^|}]*))?\}/g,
    (_, name: string, kind?: string, one?: string, few?: string, many?: string) => {
      const value = valueIn(name) ?? '';
      if (one !== undefined)
        return plural(Number(value.replaceAll(',', '')), {
          one,
          few: few ?? '',
          other: many ?? '',
        });
      if (kind === 'number') return number(value);
      if (kind === undefined) return value;
      const translated = translate(value);
      if (translated === null && kind === 'text') isKnown = false;
      return translated ?? value;
    },
  );
  return isKnown ? text : null;
}
