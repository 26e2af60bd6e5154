import type { Budget, Warning } from './decoder.ts';
import { isDigit, JsonScanner } from './json-scanner.ts';
import { decodeJsonString } from './json-string.ts';
import { kindCode, NodeColumns } from './node-columns.ts';
import { SeenKeys } from './seen-keys.ts';

export interface JsonReading {
  readonly columns: NodeColumns;
  readonly warnings: readonly Warning[];
  /** What was wrong and at which byte, without the position in the words. */
  readonly problem: JsonProblem | undefined;
}

export interface JsonProblem {
  readonly text: string;
  readonly at: number;
}

/** A place in the tree of another format: the JSON text becomes a child there. */
export interface JsonPlace {
  readonly columns: NodeColumns;
  readonly parent: number;
  /** The number under which the table knows `jsonNodeReader`. */
  readonly reader: number;
}

/**
 * Reads one JSON text from `start` to `end` in one pass and without recursion. After a problem the
 * columns hold the complete values before it, and open containers end there.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function readJson(
  bytes: Uint8Array,
  start: number,
  budget: Budget,
  end: number = bytes.length,
  place?: JsonPlace,
): JsonReading {
  return new JsonReader(bytes, start, end, budget, place).read();
}

const objectCode = kindCode('object');
const arrayCode = kindCode('array');
const stringCode = kindCode('string');
const numberCode = kindCode('number');
const words = [
  { bytes: [0x74, 0x72, 0x75, 0x65], name: 'true', code: kindCode('boolean') },
  { bytes: [0x66, 0x61, 0x6c, 0x73, 0x65], name: 'false', code: kindCode('boolean') },
  { bytes: [0x6e, 0x75, 0x6c, 0x6c], name: 'null', code: kindCode('null') },
] as const;

type Expectation = 'value' | 'first-item' | 'first-key' | 'key' | 'comma' | 'end';

class JsonReader extends JsonScanner {
  private readonly budget: Budget;
  private readonly columns: NodeColumns;
  private readonly seenKeys: SeenKeys;
  /** The open container; its ancestors are the stack, so that depth costs nothing. */
  private container: number;
  private readonly outside: number;
  private readonly reader: number;
  private depth = 0;
  private keyOffset = 0;
  private keyLength = 0;
  private expected: Expectation = 'value';

  constructor(
    bytes: Uint8Array,
    start: number,
    end: number,
    budget: Budget,
    place: JsonPlace | undefined,
  ) {
    super(bytes, start, end, budget.maxBytes);
    this.budget = budget;
    this.columns = place?.columns ?? new NodeColumns(Math.min((end - start) / 16, 65_536));
    this.outside = place?.parent ?? -1;
    this.container = this.outside;
    this.reader = place?.reader ?? 0;
    this.seenKeys = new SeenKeys(bytes, this.columns);
  }

  read(): JsonReading {
    while (this.step());
    this.closeAll();
    if (!this.seenKeys.isComplete) {
      this.warnings.add('keys-not-compared', 0, 0, () => 'not all keys were compared');
    }
    return { columns: this.columns, warnings: this.warnings.all(), problem: this.problem };
  }

  /** Reads one token and returns whether to go on. */
  private step(): boolean {
    this.skipSpace();
    if (this.at >= this.end) return this.reachEnd();
    const byte = this.bytes[this.at] ?? 0;
    switch (this.expected) {
      case 'end':
        return this.fail('unexpected data after the value');
      case 'comma':
        return this.readComma(byte);
      case 'first-key':
        return byte === 0x7d ? this.closeContainer() : this.readKey(byte);
      case 'key':
        return this.readKey(byte);
      case 'first-item':
        return byte === 0x5d ? this.closeContainer() : this.readValue(byte);
      case 'value':
        return this.readValue(byte);
    }
  }

  private readValue(byte: number): boolean {
    const { nodeCount } = this.columns;
    if (nodeCount >= this.budget.maxNodes) {
      return this.fail(`more than ${this.budget.maxNodes} values, the limit,`);
    }
    if ((nodeCount & 0xfff) === 0xfff && this.budget.isOverdue?.() === true) {
      return this.fail('reading takes too long, it stopped');
    }
    switch (byte) {
      case 0x7b:
        return this.openContainer(objectCode, 'first-key');
      case 0x5b:
        return this.openContainer(arrayCode, 'first-item');
      case 0x22:
        return this.addScalar(stringCode, this.scanString());
      case 0x74:
        return this.readWord(0);
      case 0x66:
        return this.readWord(1);
      case 0x6e:
        return this.readWord(2);
      default:
        if (byte === 0x2d || isDigit(byte)) return this.addScalar(numberCode, this.scanNumber());
        return this.fail(this.describeExpected());
    }
  }

  private readKey(byte: number): boolean {
    if (byte !== 0x22) return this.fail(this.describeExpected());
    const start = this.at;
    const escapesBefore = this.escapeCount;
    const end = this.scanString();
    if (end < 0) return false;
    this.warnOfDuplicate(start, end, this.escapeCount > escapesBefore);
    this.keyOffset = start;
    this.keyLength = end - start;
    this.at = end;
    this.skipSpace();
    if (this.at >= this.end || this.bytes[this.at] !== 0x3a) return this.fail("expected ':'");
    this.at += 1;
    this.expected = 'value';
    return true;
  }

  private readComma(byte: number): boolean {
    const isObject = this.columns.kind(this.container) === objectCode;
    if (byte === (isObject ? 0x7d : 0x5d)) return this.closeContainer();
    if (byte !== 0x2c) return this.fail(this.describeExpected());
    this.at += 1;
    this.expected = isObject ? 'key' : 'value';
    return true;
  }

  private readWord(index: 0 | 1 | 2): boolean {
    const word = words[index];
    const isWhole =
      this.at + word.bytes.length <= this.end &&
      word.bytes.every((byte, offset) => this.bytes[this.at + offset] === byte);
    return isWhole
      ? this.addScalar(word.code, this.at + word.bytes.length)
      : this.fail(`expected '${word.name}'`);
  }

  private addScalar(kind: number, end: number): boolean {
    if (end < 0) return false;
    const node = this.columns.open(
      kind,
      this.container,
      this.at,
      this.keyOffset,
      this.takeKeyLength(),
      0,
      this.reader,
    );
    this.columns.close(node, end);
    this.at = end;
    this.expected = this.container === this.outside ? 'end' : 'comma';
    return true;
  }

  private openContainer(kind: number, expected: Expectation): boolean {
    if (this.depth >= this.budget.maxDepth) {
      return this.fail(`nested deeper than ${this.budget.maxDepth} levels, the limit,`);
    }
    this.container = this.columns.open(
      kind,
      this.container,
      this.at,
      this.keyOffset,
      this.takeKeyLength(),
      0,
      this.reader,
    );
    this.depth += 1;
    this.at += 1;
    this.expected = expected;
    return true;
  }

  private closeContainer(): boolean {
    this.at += 1;
    this.columns.close(this.container, this.at);
    this.container = this.columns.parent(this.container);
    this.depth -= 1;
    this.expected = this.container === this.outside ? 'end' : 'comma';
    return true;
  }

  private closeAll(): void {
    while (this.container !== this.outside) {
      this.columns.close(this.container, this.at);
      this.container = this.columns.parent(this.container);
    }
  }

  private reachEnd(): boolean {
    if (this.expected === 'end' && this.end === this.textEnd) return false;
    return this.fail(this.describeExpected());
  }

  private takeKeyLength(): number {
    const length = this.keyLength;
    this.keyLength = 0;
    return length;
  }

  private warnOfDuplicate(start: number, end: number, isEscaped: boolean): void {
    const node = this.columns.nodeCount;
    if (!this.seenKeys.hasSeen(node, this.container, start, end, isEscaped)) return;
    this.warnings.add('duplicate-key', start, end - start, () => {
      const name = JSON.stringify(decodeJsonString(this.bytes, start, end, 80));
      return `json: the key ${name} is there more than once, at byte ${start}`;
    });
  }

  private describeExpected(): string {
    switch (this.expected) {
      case 'value':
        return 'expected a value';
      case 'first-item':
        return "expected a value or ']'";
      case 'first-key':
        return "expected a key or '}'";
      case 'key':
        return 'expected a key';
      case 'comma':
        return this.columns.kind(this.container) === objectCode
          ? "expected ',' or '}'"
          : "expected ',' or ']'";
      case 'end':
        return 'expected the end';
    }
  }
}
