// Finds every sentence in the sources that becomes the reason of a failure or a warning, so that a
// new one cannot be forgotten by the languages.
import { Follower, type Found, reasonFields } from './follow-sentence.ts';
import {
  calleeName,
  functionName,
  isFunction,
  isOnThis,
  nameOfKey,
  nameOfMember,
  nodesIn,
  type Place,
  readSource,
  resultsOf,
  type SourceFile,
  type SyntaxNode,
} from './source-file.ts';

export interface CollectedReason {
  /** As it may come, with numbers in its holes: `bin8 wants 11 bytes, 12 left`. */
  readonly text: string;
  /** Whether it is no sentence, and stands in the holes of others: `the length of a text`. */
  readonly isPart: boolean;
  /** `panel/decoders/json-reader.ts:99` */
  readonly where: string;
}

export interface Collection {
  readonly reasons: readonly CollectedReason[];
  /** What is given as a reason and cannot be followed to a sentence. */
  readonly unfollowed: readonly string[];
}

/** Functions that take a reason, with the place among their arguments; null: the one that is a text. */
const reasonTakers: Readonly<Record<string, number | null>> = {
  fail: null,
  stop: 0,
  failAt: null,
  failureAt: 1,
  failEdit: 2,
  refuse: 0,
  no: 0,
  warn: 2,
  report: 2,
  problem: 0,
  fault: 0,
};

/** Functions that take a reason that has been followed already, or data of a file, and hand it on. */
const passingOn: readonly string[] = ['addTrailer', 'add', 'errorEvent'];

/** Functions that take the name of a part, which a reason then says. */
const partTakers: Readonly<Record<string, number>> = {
  has: 1,
  wants: 1,
  within: 1,
  failShort: 0,
  fits: 3,
  takeLeb128: 1,
  takeUint: 2,
  cut: 0,
  missing: 0,
  checksumWarning: 1,
  notHar: 2,
};

/** Functions whose result is a reason, */
const reasonMakers = new Set([
  ...['describeExpected', 'inflateProblem', 'limitProblem', 'problemOf'],
  ...['inflate', 'missing', 'unpackFrame', 'unpackBlocks', 'wordsOf'],
]);
/** or a part of one. */
const partMakers = new Set(['nameOf', 'bytesOf', 'wantedBy']);

export function collectReasons(paths: readonly string[]): Collection {
  const files = paths.map(readSource);
  const makers = new Map<string, Found[]>();
  for (const file of files)
    for (const place of file.places) {
      const name = functionName(place);
      if (name === null || !(reasonMakers.has(name) || partMakers.has(name))) continue;
      const results = resultsOf(place).map((result) => ({ file, place: result }));
      makers.set(name, [...(makers.get(name) ?? []), ...results]);
    }
  const takers = new Set([...Object.keys(reasonTakers), ...passingOn]);
  const reasons: CollectedReason[] = [];
  const unfollowed: string[] = [];
  for (const file of files) {
    const follow = new Follower(makers, takers);
    for (const { place, kind } of sinksOf(file)) {
      const where = `${file.path}:${file.lineOf(place.node)}`;
      const texts = follow.textsOf({ file, place }, kind === 'reason');
      if (texts === null) unfollowed.push(`${where} ${file.textOf(place.node)}`);
      const isPart = kind === 'part';
      for (const text of texts ?? [])
        if (saysSomething(text) && !(isPart && fieldNames.includes(text)))
          reasons.push({ text: withPrefix(text), isPart, where });
    }
  }
  return { reasons, unfollowed };
}

/** Decoders are called by their names: `11: a key …` is `decoder: a key …`. */
const withPrefix = (text: string): string => text.replace(/^\d+: /, 'decoder: ').replace(/,$/, '');

/** Names of formats, types and fields of protocols, which stay as the tree shows them. */
export const fieldNames: readonly string[] = [
  'JSON',
  'MessagePack',
  'javascriptWithScope',
  'bigint',
  'awareness',
];

/** Whether words stand in it beside the numbers of its holes, its prefix and its place. */
function saysSomething(text: string): boolean {
  const rest = text
    .replace(/,? at (?:byte|character) \d+(?:, where the payload ends)?$/, '')
    .replace(/,? at line \d+, column \d+$/, '')
    .replace(/^(?:[a-z][\w.-]*: |log\.entries\[\d+\]\S* )/, '');
  return /[a-z]/i.test(rest.replaceAll(/\b0x(?=\d)/g, ''));
}

interface Sink {
  readonly place: Place;
  /** The result of a function may be something else than a reason too. */
  readonly kind: 'reason' | 'result' | 'part';
}

/** Where a file gives a reason or names a part. */
function sinksOf(file: SourceFile): Sink[] {
  const sinks: Sink[] = [];
  for (const { node, around } of file.places) {
    const within = [...around, node];
    const add = (value: SyntaxNode | undefined, kind: Sink['kind'] = 'reason'): void => {
      if (value !== undefined) sinks.push({ place: { node: value, around: within }, kind });
    };
    const made = functionName({ node, around }) ?? '';
    if (node.type === 'CallExpression') {
      const name = calleeName(node);
      const given = nodesIn(node['arguments']);
      if (name in reasonTakers) add(given[reasonTakers[name] ?? textPlace(given)]);
      // Values have a `has` too, which asks for a key.
      if (name in partTakers && (name !== 'has' || isOnThis(node)))
        add(given[partTakers[name] ?? 0], 'part');
      const [, , , told] = given;
      if (name === 'add' && told !== undefined && isFunction(told))
        for (const { node: result } of resultsOf({ node: told, around: within })) add(result);
    } else if (reasonMakers.has(made) || partMakers.has(made)) {
      for (const { node: result } of resultsOf({ node, around }))
        add(result, partMakers.has(made) ? 'part' : 'result');
    } else if (node.type === 'NewExpression' && file.path.startsWith('panel/engine/')) {
      if (/^(?:Range|Type)?Error$/.test(calleeName(node))) add(nodesIn(node['arguments'])[0]);
    } else if (node.type === 'ObjectExpression') {
      const fields = new Map(
        nodesIn(node['properties']).map((field) => [
          field.type === 'Property' ? nameOfKey(field) : '…',
          field,
        ]),
      );
      for (const [name, field] of fields)
        if (isReasonField(name, fields) && !isFunction(nodesIn(field['value'])[0]))
          add(nodesIn(field['value'])[0]);
    } else if (node.type === 'AssignmentExpression' && node['operator'] === '=') {
      const [target] = nodesIn(node['left']);
      const [value] = nodesIn(node['right']);
      const isReason = target !== undefined && /^(?:problem|reason)$/.test(nameOfMember(target));
      if (isReason && value?.type !== 'ObjectExpression') add(value);
    }
  }
  return sinks;
}

/** `text` and `message` have many meanings: they are reasons beside a place, a code or what is spread. */
function isReasonField(name: string, fields: ReadonlyMap<string, unknown>): boolean {
  if (name === 'text') return ['at', 'code', 'file', '…'].some((beside) => fields.has(beside));
  if (name === 'message') return fields.has('code');
  return reasonFields.has(name);
}

/** Which argument is the reason, where functions of one name differ: the first that is a text. */
function textPlace(given: readonly SyntaxNode[]): number {
  const found = given.findIndex(({ type, value }) =>
    type === 'Literal'
      ? typeof value === 'string' && value.includes(' ')
      : type === 'TemplateLiteral' || type === 'ConditionalExpression',
  );
  return Math.max(0, found);
}
