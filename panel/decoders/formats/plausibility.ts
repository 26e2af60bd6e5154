import { isContainer, type NodeKind } from '../node-kind.ts';
import type { BinaryReader } from './binary-reader.ts';

/**
 * How sure one may be of a value format without magic bytes, after the payload was read to its end
 * or to the budget: what holds readable texts where texts belong is hardly there by chance.
 */
export function plausibilityOf(reader: BinaryReader, rootKind: NodeKind): number {
  const { columns, problem } = reader;
  if (columns.nodeCount === 0 || (problem !== undefined && !problem.isLimit)) return 0;
  if (reader.oddTextCount > 0) return reader.textCount > 4 * reader.oddTextCount ? 0.6 : 0.2;
  if (!isContainer(rootKind)) return rootKind === 'string' && reader.textCount > 0 ? 0.5 : 0.2;
  // An empty container is one byte, which is anything.
  if (columns.nodeCount === 1) return 0.3;
  if (reader.textKeyCount > 0) return reader.otherKeyCount > reader.textKeyCount ? 0.7 : 0.9;
  if (reader.textCount > 0) return 0.8;
  // Numbers alone: most bytes are small numbers, so it takes some of them.
  return columns.nodeCount >= 4 ? 0.5 : 0.3;
}
