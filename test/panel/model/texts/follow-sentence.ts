import {
  calleeName,
  functionName,
  isScope,
  nameOfMember,
  nodesIn,
  type Place,
  type SourceFile,
  type SyntaxNode,
} from './source-file.ts';
import { valuesOf } from './values-of.ts';

export interface Found {
  readonly file: SourceFile;
  readonly place: Place;
}

/** Follows an expression to the sentences that it may be. */
export class Follower {
  readonly #makers: ReadonlyMap<string, readonly Found[]>;
  readonly #takers: ReadonlySet<string>;
  readonly #open = new Set<SyntaxNode>();

  /**
   * @param makers by name, what the functions return whose result is a reason
   * @param takers names of the functions whose parameter is one: it was followed at their calls
   */
  constructor(makers: ReadonlyMap<string, readonly Found[]>, takers: ReadonlySet<string>) {
    this.#makers = makers;
    this.#takers = takers;
  }

  /**
   * The texts that an expression may be, with numbers in their holes.
   * @param isWhole whether it must be followed to sentences; null when it cannot be
   */
  textsOf(found: Found, isWhole: boolean): readonly string[] | null {
    return this.#textsOf(found, isWhole, { next: 11 });
  }

  #textsOf(found: Found, isWhole: boolean, holes: { next: number }): readonly string[] | null {
    const { file, place } = found;
    const { node, around } = place;
    const inner = (value: unknown, whole = isWhole): readonly string[] | null => {
      const [child] = nodesIn(value);
      if (child === undefined) return [];
      const innerPlace = { node: child, around: [...around, node] };
      return this.#textsOf({ file, place: innerPlace }, whole, holes);
    };
    switch (node.type) {
      case 'Literal':
        return typeof node['value'] === 'string' ? [node['value']] : isWhole ? [] : ['12'];
      case 'TemplateLiteral':
        return this.#template(found, holes);
      case 'ConditionalExpression':
        return both(inner(node['consequent']), inner(node['alternate']));
      case 'LogicalExpression':
        return both(inner(node['left']), inner(node['right']));
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'ChainExpression':
        return inner(node['expression']);
      case 'Identifier':
        return this.#variable(found, isWhole, holes);
      case 'CallExpression':
        return this.#call(found, isWhole, holes);
      default:
        if (isWhole) return isPassedOn(file, node) ? [] : null;
        return isReasonMember(node) ? ['expected a value'] : hole(holes);
    }
  }

  #template({ file, place }: Found, holes: { next: number }): readonly string[] {
    const { node, around } = place;
    const pieces = nodesIn(node['quasis']).map((quasi) => {
      const value = quasi['value'] as { cooked: string };
      return value.cooked;
    });
    const values = nodesIn(node['expressions']).map(
      (value) =>
        this.#textsOf({ file, place: { node: value, around: [...around, node] } }, false, holes) ??
        hole(holes),
    );
    let texts: readonly string[] = [pieces[0] ?? ''];
    values.forEach((choices, index) => {
      const rest = pieces[index + 1] ?? '';
      const said = choices.length === 0 ? hole(holes) : choices;
      texts = texts.flatMap((text) => said.map((choice) => `${text}${choice}${rest}`));
    });
    return texts;
  }

  /** A constant, or a variable with all that it is set to; a parameter has been collected at the calls. */
  #variable(found: Found, isWhole: boolean, holes: { next: number }): readonly string[] | null {
    const { file, place } = found;
    const name = String(place.node['name']);
    const nothing = (): readonly string[] => (isWhole ? [] : hole(holes));
    if (name === 'undefined') return nothing();
    const scopes = [...place.around].reverse().filter(isScope);
    for (const scope of scopes) {
      const values = valuesOf(file, scope, name);
      if (values === null) continue;
      if (values === 'part of a parameter') return nothing();
      if (values === 'parameter') {
        const taker = functionName({ node: scope, around: aroundOf(place, scope) });
        return isWhole && !this.#takers.has(taker ?? '') ? null : nothing();
      }
      let texts: readonly string[] | null = [];
      for (const value of values) {
        if (this.#open.has(value.node)) continue;
        this.#open.add(value.node);
        texts = both(texts, this.#textsOf({ file, place: value }, isWhole, holes));
        this.#open.delete(value.node);
      }
      return texts === null || texts.length > 0 ? texts : nothing();
    }
    return isWhole ? null : hole(holes);
  }

  #call(found: Found, isWhole: boolean, holes: { next: number }): readonly string[] | null {
    const { file, place } = found;
    const name = calleeName(place.node);
    const results = this.#makers.get(name)?.filter(
      // A function of its own file goes before others of its name.
      (each, _, all) => each.file === file || !all.some((other) => other.file === file),
    );
    if (results === undefined)
      return isWhole && !isPassedOn(file, place.node) ? null : isWhole ? [] : hole(holes);
    let texts: readonly string[] | null = [];
    for (const result of results) {
      if (this.#open.has(result.place.node)) continue;
      this.#open.add(result.place.node);
      texts = both(texts, this.#textsOf(result, false, holes));
      this.#open.delete(result.place.node);
    }
    return texts;
  }
}

const hole = (holes: { next: number }): readonly string[] => [String(holes.next++)];

const both = (
  one: readonly string[] | null,
  other: readonly string[] | null,
): readonly string[] | null => (one === null || other === null ? null : [...one, ...other]);

const aroundOf = ({ around }: Place, node: SyntaxNode): readonly SyntaxNode[] =>
  around.slice(0, around.indexOf(node));

/** Fields by which reasons are passed on: what stands in them was collected where it was made. */
export const reasonFields = new Set(['reason', 'problem', 'text', 'message']);

/** Given as reasons, and no sentences of ours. */
const foreign = [
  // What the browser or a library says of an error, as it says it.
  /\berror\b.*\bmessage\b/,
  /^message\.replace\(/,
  /^reasonOf\(error\)$/,
  /^String\(error\)$/,
  // What the page, a file or the user says: data, and no sentences of ours.
  /^term\.text\b/,
  /\bcloseReason$/,
  /^fields\.(?:string|text)\(/,
  /^decodeUtf8\(/,
  /^this\.#scalar\(/,
  // Made elsewhere, where it was collected, and only handed on.
  /^message\(\)$/,
  /\.text\.replace\(/,
  /^new EngineFailure\(data\.reason\)$/,
  /^notJson\(/,
];

const isReasonMember = (node: SyntaxNode): boolean =>
  node.type === 'MemberExpression' && reasonFields.has(nameOfMember(node));

function isPassedOn(file: SourceFile, node: SyntaxNode): boolean {
  if (isReasonMember(node)) return true;
  if (node.type === 'ObjectExpression' || node.type === 'Literal') return true;
  const text = file.textOf(node);
  return foreign.some((pattern) => pattern.test(text));
}
