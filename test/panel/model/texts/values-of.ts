import { isScope, nodesIn, type Place, type SourceFile, type SyntaxNode } from './source-file.ts';

/** What a name stands for in a function or file: null when it is not declared there. */
export function valuesOf(
  file: SourceFile,
  scope: SyntaxNode,
  name: string,
): readonly Place[] | 'parameter' | 'part of a parameter' | null {
  const own = file.places.filter(({ around }) => around.findLast(isScope) === scope);
  const values: Place[] = [];
  let isDeclared = false;
  for (const { node, around } of own) {
    const isVariable = node.type === 'VariableDeclarator';
    const isAssignment = node.type === 'AssignmentExpression';
    if (!isVariable && !isAssignment) continue;
    const target = nodesIn(isVariable ? node['id'] : node['left'])[0];
    if (target === undefined) continue;
    if (target.type !== 'Identifier') {
      // Taken out of a result: what it holds was collected where that was made.
      if (isVariable && patternNames(file, target).includes(name)) isDeclared = true;
      continue;
    }
    if (target['name'] !== name) continue;
    if (isVariable) isDeclared = true;
    const value = nodesIn(isVariable ? node['init'] : node['right'])[0];
    if (value !== undefined) values.push({ node: value, around: [...around, node] });
  }
  if (isDeclared) return values;
  const parameter = nodesIn(scope['params']).find((each) =>
    patternNames(file, each).includes(name),
  );
  if (parameter === undefined) return null;
  return /Pattern$/.test(parameter.type) && parameter.type !== 'AssignmentPattern'
    ? 'part of a parameter'
    : 'parameter';
}

function patternNames(file: SourceFile, pattern: SyntaxNode): readonly string[] {
  return file.places
    .filter(({ node, around }) => node === pattern || around.includes(pattern))
    .filter(({ node }) => node.type === 'Identifier')
    .map(({ node }) => String(node['name']));
}
