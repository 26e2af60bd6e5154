import type { Budget } from '../decoder.ts';
import { utf8SequenceLength } from '../utf8.ts';
import { BinaryReader, codes } from './binary-reader.ts';
import {
  canBeMessage,
  float32LittleAt,
  float64LittleAt,
  isPlausibleFloat,
  maxFieldNumber,
  varintAt,
  varintEnd,
  wireTypes,
} from './protobuf-wire.ts';

/** Type numbers of nodes. */
export const protobufTypes = {
  message: 1,
  group: 2,
  varint: 3,
  fixed64: 4,
  fixed32: 5,
  string: 6,
  bytes: 7,
  sequence: 8,
} as const;

/** The reader of fixed32 and fixed64 in the list of readers; the first reads everything else. */
export const fixedReader = 1;

/** Whether a range is text is told by its beginning: many levels may each ask for the same bytes. */
const maxTextLook = 65_536;

export interface Frame {
  readonly end: number;
  /** The field number of a group, 0 for a message. */
  readonly group: number;
  lastField: number;
  /** Where to go on behind it, when that is not its end. */
  skipTo?: number;
}

/**
 * Reads Protobuf without a schema: tags and lengths are certain, what a length-delimited field
 * holds is a guess. `evidence` grows with what is hardly there by chance: about a bit each.
 */
export class ProtobufReader extends BinaryReader {
  evidence = 0;

  constructor(bytes: Uint8Array, budget: Budget, name = 'protobuf') {
    super(name, bytes, budget);
  }

  /** Reads the whole payload as one message. */
  readRoot(): void {
    this.readMessage(0, 0, this.bytes.length);
  }

  /** Reads messages that are each preceded by their length, as items of an array. */
  readDelimited(): void {
    this.openContainer(codes.array, 0, protobufTypes.sequence);
    while (this.at < this.end && this.problem === undefined) {
      const start = this.at;
      const content = varintEnd(this.bytes, start, this.end);
      if (content < 0) {
        this.failShort('a length', start);
        return;
      }
      const length = varintAt(this.bytes, start);
      if (!this.has(length, 'a message', content, start)) return;
      this.readMessage(start, content, content + length);
    }
    if (this.problem === undefined && this.end < this.bytes.length) {
      this.stop(`more than ${this.end} bytes, the limit,`);
    }
  }

  /** Reads a message whose node begins at `start` and its fields at `content`. */
  protected readMessage(start: number, content: number, end: number): boolean {
    if (!this.openContainer(codes.object, start, protobufTypes.message)) return false;
    this.at = content;
    const root: Frame = { end, group: 0, lastField: 0 };
    const frames = [root];
    this.beginFrame(root);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      if (this.at >= frame.end) {
        if (frame.group > 0) return this.failShort(`the end of group ${frame.group}`, this.at);
        this.closeFrame(frame, frames);
        continue;
      }
      if (!this.readField(frame, frames)) return false;
    }
    return true;
  }

  private closeFrame(frame: Frame, frames: Frame[]): void {
    this.endFrame(frame);
    this.closeContainer();
    frames.pop();
    this.at = frame.skipTo ?? this.at;
  }

  /** For readers that know more: the frame of a whole message has just been opened. */
  protected beginFrame(_frame: Frame): void {}
  /** For readers that know more: before the container of a frame is closed. */
  protected endFrame(_frame: Frame): void {}

  protected readField(frame: Frame, frames: Frame[]): boolean {
    const { bytes } = this;
    const start = this.at;
    const tagEnd = varintEnd(bytes, start, Math.min(frame.end, this.end, start + 5));
    if (tagEnd < 0) return this.failShort('a tag', start);
    const tag = varintAt(bytes, start);
    const field = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (field < 1 || field > maxFieldNumber) return this.fail(`field number ${field}`, start);
    if (wireType === wireTypes.endGroup) {
      if (frame.group !== field) return this.fail(`the end of group ${field}, which is not open,`);
      this.endFrame(frame);
      this.at = tagEnd;
      this.closeContainer();
      frames.pop();
      return true;
    }
    this.weighField(field, frame, tagEnd - start);
    this.keyOffset = start;
    this.keyLength = tagEnd - start;
    switch (wireType) {
      case wireTypes.varint: {
        const end = varintEnd(bytes, tagEnd, Math.min(frame.end, this.end));
        if (end < 0) return this.failShort('a varint', tagEnd);
        this.weighVarint(tagEnd, end);
        return this.addLeaf(codes.number, tagEnd, end, protobufTypes.varint);
      }
      case wireTypes.fixed64:
        if (!this.fits(tagEnd, 8, frame, 'a fixed64')) return false;
        this.evidence += isPlausibleFloat(float64LittleAt(bytes, tagEnd)) ? 1 : -1;
        return this.addFixed(tagEnd, 8, protobufTypes.fixed64);
      case wireTypes.fixed32:
        if (!this.fits(tagEnd, 4, frame, 'a fixed32')) return false;
        this.evidence += isPlausibleFloat(float32LittleAt(bytes, tagEnd)) ? 0.5 : -1;
        return this.addFixed(tagEnd, 4, protobufTypes.fixed32);
      case wireTypes.length:
        return this.readLengthDelimited(tagEnd, frame, frames);
      case wireTypes.startGroup:
        this.evidence -= 1;
        if (!this.openContainer(codes.object, tagEnd, protobufTypes.group)) return false;
        this.at = tagEnd;
        frames.push({ end: frame.end, group: field, lastField: 0 });
        return true;
      default:
        return this.fail(`wire type ${wireType}, which is none,`, start);
    }
  }

  private addFixed(at: number, byteLength: number, type: number): boolean {
    this.nodeReader = fixedReader;
    const isAdded = this.addLeaf(codes.number, at, at + byteLength, type);
    this.nodeReader = 0;
    return isAdded;
  }

  private readLengthDelimited(at: number, frame: Frame, frames: Frame[]): boolean {
    const { bytes } = this;
    const content = varintEnd(bytes, at, Math.min(frame.end, this.end));
    if (content < 0) return this.failShort('a length', at);
    const length = varintAt(bytes, at);
    if (!this.fits(content, length, frame, 'a field')) return false;
    const end = content + length;
    if (this.looksLikeText(content, end)) {
      this.textCount += 1;
      this.evidence += Math.min(24, length < 3 ? 0 : length * 1.3);
      return this.addLeaf(codes.string, at, end, protobufTypes.string);
    }
    if (canBeMessage(bytes, content, end)) {
      this.evidence += 2;
      if (!this.openContainer(codes.object, at, protobufTypes.message)) return false;
      this.at = content;
      frames.push({ end, group: 0, lastField: 0 });
      return true;
    }
    this.evidence -= 1;
    return this.addLeaf(codes.bytes, at, end, protobufTypes.bytes);
  }

  /** Whether what a field wants is in its message and in the budget; else fails. */
  protected fits(at: number, wanted: number, frame: Frame, what: string): boolean {
    if (at + wanted > frame.end && frame.end < this.bytes.length) {
      return this.fail(`${what} of ${wanted} bytes, longer than its message,`);
    }
    return this.has(wanted, what, at);
  }

  protected failShort(what: string, at: number): false {
    if (this.end < this.bytes.length && at + 10 > this.end) {
      return this.stop(`more than ${this.end} bytes, the limit,`);
    }
    return this.fail(`${what} that does not end`, at);
  }

  private weighField(field: number, frame: Frame, tagLength: number): void {
    const canonical = field < 16 ? 1 : field < 2048 ? 2 : 3;
    if (field < 16) this.evidence += 1;
    else if (field > 10_000) this.evidence -= 8;
    else if (field > 1000) this.evidence -= 3;
    this.evidence += field >= frame.lastField ? 0.5 : -2;
    if (tagLength > canonical && field < 2048) this.evidence -= 8;
    frame.lastField = field;
  }

  private weighVarint(start: number, end: number): void {
    const isPadded = end - start > 1 && this.bytes[end - 1] === 0;
    this.evidence += isPadded ? -8 : end - start < 6 || end - start === 10 ? 0.5 : -0.5;
  }

  private looksLikeText(start: number, end: number): boolean {
    if (start === end) return true;
    return isPrintable(this.bytes, start, Math.min(end, start + maxTextLook), end);
  }
}

/** Valid UTF-8 without control characters other than white space; a cut at `end` is no fault. */
export function isPrintable(
  bytes: Uint8Array,
  start: number,
  end: number,
  rangeEnd: number,
): boolean {
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
    if (byte === 0x7f) return false;
    if (byte < 0x80) {
      at += 1;
      continue;
    }
    const length = utf8SequenceLength(bytes, at, rangeEnd);
    if (length < 0) return false;
    at += length;
  }
  return true;
}
