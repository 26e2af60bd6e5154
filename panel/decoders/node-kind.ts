/**
 * What a node of a decoded payload is, in the words of JSON as far as they go. `bytes` are raw
 * bytes, `date` a moment, `name` a word of the format itself that stands for a number (PUBLISH,
 * END OF STREAM), `undefined` what some formats tell apart from null.
 */
export const nodeKinds = [
  'object',
  'array',
  'string',
  'number',
  'boolean',
  'null',
  'bytes',
  'date',
  'name',
  'undefined',
] as const;

export type NodeKind = (typeof nodeKinds)[number];

export const isContainer = (kind: NodeKind): boolean => kind === 'object' || kind === 'array';
