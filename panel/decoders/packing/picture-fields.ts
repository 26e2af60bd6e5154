import type { TreeBuilder } from '../tree-builder.ts';

/** What a picture's format makes of its bytes: fields in the tree, and what is wrong. */
export type PictureReading = { readonly problem: string; readonly at: number } | null;

/** A number as it stands in the bytes. */
export function addNumber(
  builder: TreeBuilder,
  at: number,
  byteLength: number,
  key: string,
  value: number,
  type: string,
): void {
  builder.add('number', at, byteLength, key, String(value), type);
}

/** Width and height that stand side by side. */
export function addSize(
  builder: TreeBuilder,
  at: number,
  byteLength: number,
  width: number,
  height: number,
): void {
  const type = `uint${byteLength * 8}`;
  addNumber(builder, at, byteLength, 'width', width, type);
  addNumber(builder, at + byteLength, byteLength, 'height', height, type);
}

/** A part of a picture that is only named, as far as the bytes reach. */
export function addPart(
  builder: TreeBuilder,
  at: number,
  byteLength: number,
  key: string,
  type?: string,
): void {
  const length = Math.max(0, Math.min(byteLength, builder.bytes.length - at));
  builder.addBytes(at, length, key, type);
}

export const missing = (what: string, wanted: number, left: number): string =>
  `${what} wants ${wanted} bytes, ${Math.max(0, left)} left`;
