import type { Budget } from '../decoder.ts';
import { BinaryReader, codes } from './binary-reader.ts';
import { bsonTypes, cstringEnd, fixedLengths, int32At } from './bson-layout.ts';

/** The reader of a node by its element type: `bsonNodeReaders` has them in this order. */
export const readerTypes: readonly number[] = [...bsonTypes.keys()];
const readerOfType = new Map(readerTypes.map((type, index) => [type, index]));
const objectType = 0x03;

const kinds: ReadonlyMap<number, number> = new Map([
  [0x01, codes.number],
  [0x02, codes.string],
  [0x05, codes.bytes],
  [0x06, codes.undefined],
  [0x07, codes.name],
  [0x08, codes.boolean],
  [0x09, codes.date],
  [0x0a, codes.null],
  [0x0b, codes.name],
  [0x0c, codes.name],
  [0x0d, codes.string],
  [0x0e, codes.string],
  [0x10, codes.number],
  [0x11, codes.name],
  [0x12, codes.number],
  [0x13, codes.number],
  [0x7f, codes.name],
  [0xff, codes.name],
]);

interface Frame {
  readonly end: number;
  readonly kind: 'object' | 'array' | 'code';
  index: number;
}

/** Reads one BSON document into columns, in one pass and without recursion. */
export class BsonReader extends BinaryReader {
  private readonly frames: Frame[] = [];

  constructor(bytes: Uint8Array, budget: Budget) {
    super('bson', bytes, budget);
  }

  read(): void {
    if (!this.openDocument('object', this.bytes.length)) return;
    for (let frame = this.frames.at(-1); frame !== undefined; frame = this.frames.at(-1)) {
      const isRead = frame.kind === 'code' ? this.closeCode(frame) : this.readElement(frame);
      if (!isRead) return;
    }
    if (this.at < this.bytes.length) this.fail('unexpected data after the document');
  }

  private openDocument(kind: 'object' | 'array', limit: number): boolean {
    const start = this.at;
    if (!this.has(4, 'a document')) return false;
    const length = int32At(this.bytes, start);
    if (length < 5) return this.fail(`a document of ${length} bytes`);
    if (start + length > limit && limit < this.bytes.length) {
      return this.fail(`a document of ${length} bytes, longer than what it is in,`);
    }
    const type = kind === 'array' ? 0x04 : objectType;
    this.nodeReader = readerOfType.get(type) ?? 0;
    if (!this.openContainer(kind === 'array' ? codes.array : codes.object, start, type))
      return false;
    this.frames.push({ end: start + length, kind, index: 0 });
    this.at = start + 4;
    return true;
  }

  private readElement(frame: Frame): boolean {
    const { bytes } = this;
    if (!this.has(1, `the document that ends at byte ${frame.end}`)) return false;
    const start = this.at;
    const type = bytes[start] ?? 0;
    if (type === 0) {
      if (start + 1 !== frame.end)
        return this.fail(`a document that should end at byte ${frame.end}`);
      this.at = frame.end;
      this.closeContainer();
      this.frames.pop();
      return true;
    }
    if (!bsonTypes.has(type)) return this.fail(`type ${type}, which is none,`);
    const keyEnd = cstringEnd(bytes, start + 1, Math.min(frame.end, this.end));
    if (keyEnd < 0) {
      return frame.end > this.end
        ? this.has(frame.end - start, 'a key')
        : this.fail('a key without end');
    }
    this.readKey(frame, start + 1, keyEnd);
    this.at = keyEnd + 1;
    return this.readValue(type, frame);
  }

  private readKey(frame: Frame, start: number, end: number): void {
    if (frame.kind === 'object') {
      if (this.checkText(start, end)) this.textKeyCount += 1;
      this.takeKey(start, end + 1);
      return;
    }
    const expected = String(frame.index);
    frame.index += 1;
    const isIndex =
      end - start === expected.length &&
      [...expected].every((digit, index) => this.bytes[start + index] === digit.charCodeAt(0));
    if (isIndex) return;
    this.warnings.add('unusual', start, end - start, () => {
      return `bson: the key of an item is not its index ${expected}, at byte ${start}`;
    });
  }

  private readValue(type: number, frame: Frame): boolean {
    const start = this.at;
    if (type === 0x03 || type === 0x04) {
      return this.openDocument(type === 0x04 ? 'array' : 'object', frame.end - 1);
    }
    if (type === 0x0f) return this.openCode(frame);
    const word = bsonTypes.get(type) ?? '';
    const length = fixedLengths.get(type) ?? this.lengthOf(type, start, frame, word);
    if (length < 0) return false;
    if (start + length >= frame.end && frame.end <= this.end) {
      return this.fail(`${word} of ${length} bytes, longer than its document,`);
    }
    if (!this.has(length, word)) return false;
    if (type === 0x02 || type === 0x0d || type === 0x0e) {
      if (this.bytes[start + length - 1] !== 0)
        return this.fail(`${word} without a zero at its end`);
      this.checkText(start + 4, start + length - 1);
    }
    return this.addValue(type, start, start + length);
  }

  private addValue(type: number, start: number, end: number): boolean {
    this.nodeReader = readerOfType.get(type) ?? 0;
    return this.addLeaf(kinds.get(type) ?? codes.name, start, end, type);
  }

  /** The bytes of a value that says its length itself, or -1 after a failure. */
  private lengthOf(type: number, start: number, frame: Frame, word: string): number {
    const { bytes } = this;
    if (type === 0x0b) {
      const limit = Math.min(frame.end, this.end);
      const pattern = cstringEnd(bytes, start, limit);
      const options = pattern < 0 ? -1 : cstringEnd(bytes, pattern + 1, limit);
      if (options >= 0) return options + 1 - start;
      if (frame.end <= this.end) this.fail('regex without end');
      else this.has(frame.end - start, word);
      return -1;
    }
    if (!this.has(4, word)) return -1;
    const length = int32At(bytes, start);
    if (length < (type === 0x05 ? 0 : 1)) {
      this.fail(`${word} of ${length} bytes`);
      return -1;
    }
    return length + (type === 0x05 ? 5 : type === 0x0c ? 16 : 4);
  }

  /** Code with scope: its length, the code as a string, the scope as a document. */
  private openCode(frame: Frame): boolean {
    const start = this.at;
    if (!this.has(8, 'javascriptWithScope')) return false;
    const end = start + int32At(this.bytes, start);
    const codeEnd = start + 8 + int32At(this.bytes, start + 4);
    if (end >= frame.end || codeEnd < start + 9 || codeEnd > end - 5) {
      return this.fail('javascriptWithScope with lengths that do not fit');
    }
    if (!this.has(end - start, 'javascriptWithScope')) return false;
    this.nodeReader = readerOfType.get(0x0f) ?? 0;
    if (!this.openContainer(codes.object, start, 0x0f)) return false;
    this.frames.push({ end, kind: 'code', index: 0 });
    this.checkText(start + 8, codeEnd - 1);
    this.setKey(this.columns.nodeCount, 'code');
    if (!this.addValue(0x0d, start + 4, codeEnd)) return false;
    this.setKey(this.columns.nodeCount, 'scope');
    return this.openDocument('object', end);
  }

  private closeCode(frame: Frame): boolean {
    if (this.at !== frame.end) return this.fail('javascriptWithScope with lengths that do not fit');
    this.closeContainer();
    this.frames.pop();
    return true;
  }
}
