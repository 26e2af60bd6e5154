import { decodeJsonString, hasEscape } from './json-string.ts';
import type { NodeColumns } from './node-columns.ts';

/** A full table of honest keys needs about 30; keys made to collide would need millions. */
const maxProbes = 128;

/** Up to here comparing each key with its siblings is faster: the table is a cache miss a key. */
const maxCompared = 8;

const none = new Int32Array(0);
const noHashes = new Uint32Array(0);

/**
 * Finds duplicate keys while objects are read, without a string or a set per object. Small objects
 * are compared key by key; the keys of large ones, and of those with escapes in a key, go to one
 * open hash table for the whole payload, in which a key is told by its object and its bytes.
 */
export class SeenKeys {
  /** Whether every key was compared: false once a payload has made the hashes collide. */
  isComplete = true;
  /** Made when the first key comes: most payloads have small objects only. */
  private slots = none;
  private hashes = noHashes;
  private keyCount = 0;
  /** Small objects whose keys are in the table all the same. */
  private withEscapes: Set<number> | undefined;
  private readonly bytes: Uint8Array;
  private readonly columns: NodeColumns;
  /** Bytes at both ends of a key's range that are not compared. */
  private readonly margin: 0 | 1;

  /** `quoted`: keys of JSON, with quotes and escapes. Others are compared byte by byte. */
  constructor(bytes: Uint8Array, columns: NodeColumns, keys: 'quoted' | 'plain' = 'quoted') {
    this.bytes = bytes;
    this.columns = columns;
    this.margin = keys === 'quoted' ? 1 : 0;
  }

  /**
   * Remembers the key of `node`, a child of `parent` about to be added, and returns whether that
   * object had the key before. The range holds the quotes, where keys have them.
   */
  hasSeen(node: number, parent: number, start: number, end: number, isEscaped = false): boolean {
    if (!this.isComplete) return false;
    const siblingCount = this.columns.childCount(parent);
    const isInTable = this.withEscapes?.has(parent) === true;
    if (siblingCount < maxCompared && !isInTable && !isEscaped) {
      const isLikely = this.columns.noteSign(parent, this.signOf(start, end));
      return isLikely && this.isAmongSiblings(parent, start, end);
    }
    return this.hasSeenInTable(node, parent, start, end, isInTable);
  }

  /** Of a large object, and of one with escapes in a key, all keys are in the table. */
  private hasSeenInTable(
    node: number,
    parent: number,
    start: number,
    end: number,
    isInTable: boolean,
  ): boolean {
    const siblingCount = this.columns.childCount(parent);
    if (siblingCount <= maxCompared && !isInTable) {
      if (siblingCount < maxCompared) {
        this.withEscapes ??= new Set();
        this.withEscapes.add(parent);
      }
      this.addSiblings(parent);
    }
    return this.addToTable(node, parent, start, end);
  }

  /** One of 32 bits: where it is new to an object, no key before can be the same. */
  private signOf(start: number, end: number): number {
    const first = this.bytes[start + this.margin] ?? 0;
    const last = this.bytes[end - this.margin - 1] ?? 0;
    // A shift looks at the lowest five bits only.
    return 1 << (first + (last << 2) + (end - start));
  }

  private isAmongSiblings(parent: number, start: number, end: number): boolean {
    for (let at = parent + 1; at < this.columns.nodeCount; ) {
      if (this.hasSameBytes(at, start, end)) return true;
      at = this.columns.subtreeEnd(at);
    }
    return false;
  }

  private addSiblings(parent: number): void {
    for (let at = parent + 1; at < this.columns.nodeCount; ) {
      const start = this.columns.keyOffset(at);
      this.addToTable(at, parent, start, start + this.columns.keyLength(at));
      at = this.columns.subtreeEnd(at);
    }
  }

  private addToTable(node: number, parent: number, start: number, end: number): boolean {
    if (this.slots === none) {
      this.slots = new Int32Array(64).fill(-1);
      this.hashes = new Uint32Array(64);
    }
    const hash = mix(this.hashKey(start, end), parent);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let probe = 1; probe <= maxProbes; probe += 1) {
      const other = this.slots[slot] ?? -1;
      if (other < 0) {
        this.insert(slot, hash, node);
        return false;
      }
      if (this.hashes[slot] === hash && this.isSameKey(other, parent, start, end)) return true;
      slot = (slot + probe) & mask;
    }
    this.isComplete = false;
    return false;
  }

  private insert(slot: number, hash: number, node: number): void {
    this.slots[slot] = node;
    this.hashes[slot] = hash;
    this.keyCount += 1;
    if (this.keyCount * 2 > this.slots.length) this.grow();
  }

  private grow(): void {
    const { slots, hashes } = this;
    const mask = slots.length * 2 - 1;
    this.slots = new Int32Array(mask + 1).fill(-1);
    this.hashes = new Uint32Array(mask + 1);
    for (let index = 0; index < slots.length; index += 1) {
      const node = slots[index] ?? -1;
      if (node < 0) continue;
      const hash = hashes[index] ?? 0;
      let slot = hash & mask;
      for (let probe = 1; (this.slots[slot] ?? -1) >= 0; probe += 1) slot = (slot + probe) & mask;
      this.slots[slot] = node;
      this.hashes[slot] = hash;
    }
  }

  /** Equal keys hash alike: FNV-1a over the bytes, or over the resolved text of an escaped key. */
  private hashKey(start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let at = start + this.margin; at < end - this.margin; at += 1) {
      const byte = this.bytes[at] ?? 0;
      if (byte === 0x5c && this.margin === 1) {
        return hashBytes(new TextEncoder().encode(decodeJsonString(this.bytes, start, end)));
      }
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    return hash;
  }

  private isSameKey(other: number, parent: number, start: number, end: number): boolean {
    if (this.columns.parent(other) !== parent) return false;
    const otherStart = this.columns.keyOffset(other);
    const otherEnd = otherStart + this.columns.keyLength(other);
    if (
      this.margin === 1 &&
      (hasEscape(this.bytes, start, end) || hasEscape(this.bytes, otherStart, otherEnd))
    ) {
      const text = decodeJsonString(this.bytes, start, end);
      return text === decodeJsonString(this.bytes, otherStart, otherEnd);
    }
    return this.hasSameBytes(other, start, end);
  }

  private hasSameBytes(other: number, start: number, end: number): boolean {
    if (this.columns.keyLength(other) !== end - start) return false;
    const otherStart = this.columns.keyOffset(other);
    for (let offset = this.margin; offset < end - start; offset += 1) {
      if (this.bytes[start + offset] !== this.bytes[otherStart + offset]) return false;
    }
    return true;
  }
}

function hashBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** The final mix of MurmurHash3, so that neighbouring objects do not share runs of slots. */
function mix(hash: number, parent: number): number {
  let mixed = hash ^ Math.imul(parent, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
