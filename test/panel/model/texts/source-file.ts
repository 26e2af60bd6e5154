import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A node of the syntax tree (ESTree with TypeScript), looked at without its many types. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A node with those that it stands in, the file first. */
export interface Place {
  readonly node: SyntaxNode;
  readonly around: readonly SyntaxNode[];
}

export interface SourceFile {
  readonly path: string;
  readonly places: readonly Place[];
  textOf(node: SyntaxNode): string;
  lineOf(node: SyntaxNode): number;
}

export function readSource(path: string): SourceFile {
  const source = readFileSync(path, 'utf8');
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const places: Place[] = [];
  collect(program, [], places);
  return {
    path,
    places,
    textOf: ({ start, end }) => source.slice(start, end),
    lineOf: ({ start }) => source.slice(0, start).split('\n').length,
  };
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'start' in value;

export const nodesIn = (value: unknown): readonly SyntaxNode[] =>
  Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];

function collect(node: SyntaxNode | unknown, around: readonly SyntaxNode[], places: Place[]): void {
  if (!isNode(node)) return;
  places.push({ node, around });
  const within = [...around, node];
  for (const value of Object.values(node))
    for (const child of nodesIn(value)) collect(child, within, places);
}

export const isFunction = (node: SyntaxNode | undefined): boolean =>
  node !== undefined && /^(?:Arrow)?Function/.test(node.type);
export const isScope = (node: SyntaxNode): boolean => isFunction(node) || node.type === 'Program';

/** The name of a function that is declared, a method, or a constant that holds one. */
export function functionName({ node, around }: Place): string | null {
  if (!isFunction(node)) return null;
  const [id] = nodesIn(node['id']);
  if (id !== undefined) return String(id['name']);
  const holder = around.at(-1);
  if (holder?.type === 'VariableDeclarator') return String(nodesIn(holder['id'])[0]?.['name']);
  if (holder?.type === 'MethodDefinition') return nameOfKey(holder);
  return null;
}

/** The expressions that a function may return. */
export function resultsOf({ node, around }: Place): Place[] {
  const [body] = nodesIn(node['body']);
  if (body === undefined) return [];
  const within = [...around, node];
  if (body.type !== 'BlockStatement') return [{ node: body, around: within }];
  const results: Place[] = [];
  const visit = (each: SyntaxNode, path: readonly SyntaxNode[]): void => {
    if (isFunction(each)) return;
    if (each.type === 'ReturnStatement') {
      const [value] = nodesIn(each['argument']);
      if (value !== undefined) results.push({ node: value, around: [...path, each] });
      return;
    }
    for (const value of Object.values(each))
      for (const child of nodesIn(value)) visit(child, [...path, each]);
  };
  visit(body, within);
  return results;
}

export function calleeName(node: SyntaxNode): string {
  const [callee] = nodesIn(node['callee']);
  if (callee === undefined) return '';
  return callee.type === 'MemberExpression' ? nameOfMember(callee) : String(callee['name'] ?? '');
}

export const isOnThis = (call: SyntaxNode): boolean => {
  const [callee] = nodesIn(call['callee']);
  return nodesIn(callee?.['object'])[0]?.type === 'ThisExpression';
};

export const nameOfMember = (node: SyntaxNode): string =>
  String(nodesIn(node['property'])[0]?.['name'] ?? '');

export function nameOfKey(node: SyntaxNode): string {
  const [key] = nodesIn(node['key']);
  return String(key?.['name'] ?? key?.['value'] ?? '');
}
