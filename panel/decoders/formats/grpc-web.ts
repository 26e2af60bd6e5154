import type { Decoded, Decoder, Inner, Payload } from '../decoder.ts';
import { plainNodeReader } from '../tree-builder.ts';
import { codes, recognitionBudget } from './binary-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { uintAt } from './numbers.ts';
import { protobufNodeReaders } from './protobuf-node-reader.ts';
import { ProtobufReader, protobufTypes } from './protobuf-reader.ts';

const headLength = 5;
const compressedFlag = 0x01;
const trailersFlag = 0x80;
/** `plainNodeReader` in the list of readers. */
const plain = 2;

/**
 * The frames of gRPC and gRPC-Web: a byte of flags, the length in four bytes, a message or the
 * trailers as lines of text. A single message is the next layer, so that a schema can read it.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 */
export const grpcWebDecoder: Decoder = {
  name: 'grpc-web',
  label: 'gRPC-Web',
  specification: 'https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md',
  recognisedBy:
    'binary frames up to the end, each with flags of 0, 1 or 128 and its length in four bytes, holding Protobuf or trailers',
  recognises({ bytes, isText }) {
    if (isText || bytes.length < headLength || ((bytes[0] ?? 0) & 0x7e) !== 0) return 0;
    const reader = new GrpcReader(bytes, recognitionBudget);
    reader.readFrames();
    if (reader.problem !== undefined && !reader.problem.isLimit) return 0;
    if (reader.hasStatus) return 0.95;
    if (bytes.length === headLength) return 0.3;
    return reader.hasCompressed || reader.evidence > 0 ? 0.8 : 0.5;
  },
  decode({ bytes }, _hint, budget) {
    const reader = new GrpcReader(bytes, budget);
    reader.readFrames();
    const decoded = reader.decoded([...protobufNodeReaders, plainNodeReader]);
    return withInner(decoded, reader.onlyMessage);
  },
  enclose: encloseMessage,
};

/** The frames of `original` with another content in the first one that holds a message. */
function encloseMessage(inner: Payload, { bytes }: Payload): Payload {
  for (let at = 0; at + headLength <= bytes.length; ) {
    const next = at + headLength + uintAt(bytes, at + 1, 4);
    if (((bytes[at] ?? 0) & trailersFlag) === 0) {
      const writer = new ByteWriter();
      writer.bytes(bytes.subarray(0, at + 1));
      writer.u32(inner.bytes.length);
      writer.bytes(inner.bytes);
      writer.bytes(bytes.subarray(next));
      return { bytes: writer.finish(), isText: false };
    }
    at = next;
  }
  return inner;
}

function withInner(decoded: Decoded, inner: Inner | undefined): Decoded {
  return inner === undefined || !decoded.ok ? decoded : { ...decoded, inner };
}

class GrpcReader extends ProtobufReader {
  hasStatus = false;
  hasCompressed = false;
  onlyMessage: Inner | undefined;

  constructor(bytes: Uint8Array, budget: ConstructorParameters<typeof ProtobufReader>[1]) {
    super(bytes, budget, 'grpc-web');
  }

  readFrames(): void {
    if (this.end === 0) {
      this.fail('expected a frame');
      return;
    }
    const isSingle = this.countMessages() === 1;
    this.openContainer(codes.array, 0, protobufTypes.sequence);
    while (this.at < this.end && this.readFrame(isSingle));
    if (this.problem === undefined && this.end < this.bytes.length) {
      this.stop(`more than ${this.end} bytes, the limit,`);
    }
  }

  private countMessages(): number {
    let count = 0;
    for (let at = 0; at + headLength <= this.end && count < 2; ) {
      if (((this.bytes[at] ?? 0) & trailersFlag) === 0) count += 1;
      at += headLength + uintAt(this.bytes, at + 1, 4);
    }
    return count;
  }

  private readFrame(isSingle: boolean): boolean {
    const start = this.at;
    const flags = this.bytes[start] ?? 0;
    if (!this.has(headLength, 'a frame')) return false;
    if ((flags & 0x7e) !== 0) return this.fail(`flags ${flags}, which are none of a frame,`);
    const length = uintAt(this.bytes, start + 1, 4);
    if (!this.openContainer(codes.object, start, 0)) return false;
    this.addWord('flags', start, 1, flagWord(flags));
    this.addWord('length', start + 1, 4, String(length));
    const content = start + headLength;
    if (!this.has(length, 'a frame', content, start)) return false;
    if (!this.addContent(flags, content, content + length, isSingle)) return false;
    this.at = content + length;
    this.closeContainer();
    return true;
  }

  private addContent(flags: number, start: number, end: number, isSingle: boolean): boolean {
    const node = this.columns.nodeCount;
    const isTrailers = (flags & trailersFlag) !== 0;
    this.setKey(node, isTrailers ? 'trailers' : 'message');
    const isCompressed = (flags & compressedFlag) !== 0;
    if (isCompressed) this.hasCompressed = true;
    if (!isTrailers && !isCompressed && !isSingle) return this.readMessage(start, start, end);
    this.nodeReader = plain;
    const isText = isTrailers && !isCompressed;
    const isAdded = this.addLeaf(isText ? codes.string : codes.bytes, start, end, 0);
    this.nodeReader = 0;
    if (isText && this.checkText(start, end)) {
      const text = new TextDecoder().decode(
        this.bytes.subarray(start, Math.min(end, start + 4096)),
      );
      if (/^grpc-status:/im.test(text)) this.hasStatus = true;
    } else if (isAdded && !isTrailers) this.addInner(node, start, end, isCompressed);
    return isAdded;
  }

  private addInner(node: number, start: number, end: number, isCompressed: boolean): void {
    const bytes = this.bytes.subarray(start, end);
    if (!isCompressed) {
      const reader = new ProtobufReader(bytes, recognitionBudget);
      reader.readRoot();
      this.evidence += reader.problem === undefined || reader.problem.isLimit ? 1 : -100;
    }
    const payload = { bytes, isText: false };
    this.onlyMessage = { node, payload, ...(isCompressed ? {} : { decoder: 'protobuf' }) };
  }

  private addWord(key: string, at: number, byteLength: number, text: string): void {
    const node = this.columns.nodeCount;
    const kind = key === 'flags' ? codes.name : codes.number;
    if (!this.addLeaf(kind, at, at + byteLength, 0)) return;
    this.setKey(node, key);
    this.setText(node, text);
  }
}

function flagWord(flags: number): string {
  const kind = (flags & trailersFlag) === 0 ? 'data' : 'trailers';
  return (flags & compressedFlag) === 0 ? kind : `compressed ${kind}`;
}
