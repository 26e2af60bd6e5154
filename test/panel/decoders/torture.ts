import { expect } from 'vitest';
import {
  type Decoded,
  type Decoder,
  defaultBudget,
  type Hint,
  type Payload,
} from '../../../panel/decoders/decoder.ts';
import type { NodeTable } from '../../../panel/decoders/node-table.ts';
import { childrenByLinks } from './bytes.ts';

/** Small, so that a decoder that ignores it is seen to do so. */
const smallBudget = { ...defaultBudget, maxNodes: 20_000, maxBytes: 1024 * 1024 };

/**
 * What every decoder must bear: each payload cut at every byte, with garbage behind it, and
 * mutated at random (always in the same way). No throw, and a tree that holds together.
 */
export function torture(
  decoder: Decoder,
  payloads: readonly Payload[],
  hint: Hint = {},
  mutations = 10_000,
): void {
  for (const payload of payloads) {
    checkDecoding(decoder, payload, hint);
    for (let end = 0; end < payload.bytes.length; end += 1)
      checkDecoding(decoder, { ...payload, bytes: payload.bytes.slice(0, end) }, hint);
    const garbage = Uint8Array.from([...payload.bytes, 0xff, 0x00, 0x7b, 0xc1]);
    checkDecoding(decoder, { ...payload, bytes: garbage }, hint);
  }
  const random = seededRandom(1);
  for (let count = 0; count < mutations; count += 1) {
    const payload = payloads[random(payloads.length)];
    if (payload !== undefined)
      checkDecoding(decoder, { ...payload, bytes: mutate(payload.bytes, random) }, hint);
  }
}

/** Decodes once, and walks all that the result promises. */
export function checkDecoding(decoder: Decoder, payload: Payload, hint: Hint = {}): Decoded {
  const confidence = decoder.recognises(payload, hint);
  expect(confidence >= 0 && confidence <= 1, 'a confidence from 0 to 1').toBe(true);
  const decoded = decoder.decode(payload, hint, smallBudget);
  if (!decoded.ok) {
    expect(decoded.reason, 'a reason that names the decoder').toMatch(/^[a-z0-9.-]+: ./);
    expect(decoded.at >= 0 && decoded.at <= payload.bytes.length, decoded.reason).toBe(true);
  }
  if (decoded.table !== undefined) checkTable(decoded.table, payload.bytes.length);
  if (decoded.inner !== undefined) {
    expect(decoded.inner.node).toBeLessThan(decoded.table?.nodeCount ?? 0);
    expect(decoded.inner.payload.bytes.length).toBeLessThanOrEqual(smallBudget.maxBytes);
  }
  return decoded;
}

/** Every node lies within the payload, and can be read. */
export function checkTable(table: NodeTable, byteLength: number): void {
  expect(table.nodeCount).toBeGreaterThan(0);
  expect(table.nodeCount).toBeLessThanOrEqual(smallBudget.maxNodes + 64);
  for (let node = 0; node < table.nodeCount; node += 1) {
    const start = table.byteOffset(node);
    const end = start + table.byteLength(node);
    if (start < 0 || end < start || end > byteLength)
      throw new Error(`node ${node} is ${start} to ${end} of ${byteLength}`);
    const keyEnd = table.keyByteOffset(node) + table.keyByteLength(node);
    if (table.keyByteLength(node) > 0 && (table.keyByteOffset(node) < 0 || keyEnd > byteLength))
      throw new Error(`the key of node ${node} ends at ${keyEnd} of ${byteLength}`);
    table.key(node);
    table.type(node);
    table.content(node);
    // Not by `expect`, which takes longer than all else: this is asked a million times.
    const { length } = table.text(node, 20);
    if (length > 21) throw new Error(`node ${node} has a text of ${length} characters, not 21`);
  }
  const reached = countReached(table, 0);
  expect(reached, 'all nodes hang below the root').toBe(table.nodeCount);
}

function countReached(table: NodeTable, root: number): number {
  let count = 0;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    count += 1;
    const children = childrenByLinks(table, node);
    if (children.length !== table.childCount(node))
      throw new Error(
        `node ${node} has ${children.length} children, not ${table.childCount(node)}`,
      );
    open.push(...children);
  }
  return count;
}

/** A few bytes changed, put in or left out. */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const mutated = Array.from(bytes);
  for (let edits = 1 + random(3); edits > 0; edits -= 1) {
    const at = random(mutated.length + 1);
    const choice = random(4);
    if (choice === 0) mutated[Math.min(at, Math.max(0, mutated.length - 1))] = random(256);
    else if (choice === 1) mutated.splice(at, 0, random(256));
    else if (choice === 2) mutated.splice(at, 1 + random(3));
    else mutated.splice(at, 1, [0x00, 0x7f, 0x80, 0xff][random(4)] ?? 0);
  }
  return Uint8Array.from(mutated);
}

/** mulberry32: the same numbers in every run. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
