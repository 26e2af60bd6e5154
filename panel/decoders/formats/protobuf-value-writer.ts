import { parseBase64 } from '../base64.ts';
import type { Value } from '../value.ts';
import { ByteWriter } from './byte-writer.ts';
import type { FieldType, SchemaSet } from './protobuf-schema.ts';

const ranges: Readonly<Partial<Record<FieldType['kind'], readonly [bigint, bigint]>>> = {
  int32: [-(1n << 31n), (1n << 31n) - 1n],
  sint32: [-(1n << 31n), (1n << 31n) - 1n],
  sfixed32: [-(1n << 31n), (1n << 31n) - 1n],
  enum: [-(1n << 31n), (1n << 31n) - 1n],
  uint32: [0n, (1n << 32n) - 1n],
  fixed32: [0n, (1n << 32n) - 1n],
  int64: [-(1n << 63n), (1n << 63n) - 1n],
  sint64: [-(1n << 63n), (1n << 63n) - 1n],
  sfixed64: [-(1n << 63n), (1n << 63n) - 1n],
  uint64: [0n, (1n << 64n) - 1n],
  fixed64: [0n, (1n << 64n) - 1n],
};

/** Writes single values of JSON in the wire format, checked against the kind of their field. */
export class ProtoValueWriter {
  problem: { readonly text: string; readonly at: number } | undefined;
  out = new ByteWriter();
  protected readonly set: SchemaSet;

  constructor(set: SchemaSet) {
    this.set = set;
  }

  protected scalar(field: Pick<FieldType, 'kind' | 'typeName'>, value: Value): void {
    const { kind } = value;
    if (field.kind === 'bytes') {
      const bytes = this.base64(value);
      this.sized(() => this.out.bytes(bytes));
      return;
    }
    const isFitting =
      field.kind === 'bool'
        ? kind === 'boolean'
        : field.kind === 'string'
          ? kind === 'string'
          : kind === 'number' || kind === 'string';
    if (isFitting) this.textScalar(field, value.table.text(value.node), value);
    else this.fail(value, `expected a value of ${field.typeName || field.kind}`);
  }

  protected textScalar(
    field: Pick<FieldType, 'kind' | 'typeName'>,
    text: string,
    value: Value,
  ): void {
    const { out } = this;
    switch (field.kind) {
      case 'string': {
        const bytes = new TextEncoder().encode(text);
        this.sized(() => this.out.bytes(bytes));
        return;
      }
      case 'bool':
        if (text !== 'true' && text !== 'false') this.fail(value, 'expected true or false');
        out.u8(text === 'true' ? 1 : 0);
        return;
      case 'float':
      case 'double': {
        const number = /^(-?Infinity|NaN|-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(text)
          ? Number(text)
          : Number.NaN;
        if (Number.isNaN(number) && text !== 'NaN') this.fail(value, 'expected a number');
        if (field.kind === 'float') out.f32(number, true);
        else out.f64(number, true);
        return;
      }
      default:
        this.integer(field, text, value);
    }
  }

  protected integer(field: Pick<FieldType, 'kind' | 'typeName'>, text: string, value: Value): void {
    const values = field.kind === 'enum' ? (this.set.enums.get(field.typeName)?.values ?? []) : [];
    const named = values.find(([name]) => name === text)?.[1];
    const digits = named === undefined ? wholeNumber(text) : String(named);
    if (digits === null) {
      const hint =
        field.kind === 'enum'
          ? `one of ${values.map(([name]) => name).join(', ')}`
          : 'a whole number';
      this.fail(value, `expected ${hint}`);
      return;
    }
    const number = BigInt(digits);
    const [least, most] = ranges[field.kind] ?? [0n, 0n];
    if (number < least || number > most) {
      this.fail(value, `${digits} does not fit into ${field.typeName || field.kind}`);
      return;
    }
    this.writeInteger(field.kind, number);
  }

  protected writeInteger(kind: FieldType['kind'], number: bigint): void {
    const { out } = this;
    switch (kind) {
      case 'fixed32':
      case 'sfixed32':
        out.u32(Number(BigInt.asUintN(32, number)), true);
        return;
      case 'fixed64':
      case 'sfixed64':
        out.u64(BigInt.asUintN(64, number), true);
        return;
      case 'sint32':
      case 'sint64':
        out.varint((number << 1n) ^ (number >> 63n));
        return;
      default:
        // Negative int32 take ten bytes, as 64-bit numbers do.
        out.varint(number);
    }
  }

  protected tag(number: number, wireType: number): void {
    this.out.varint(BigInt(number) * 8n + BigInt(wireType));
  }

  /** What is written inside stands behind its length. */
  protected sized(write: () => void): void {
    const outside = this.out;
    this.out = new ByteWriter();
    write();
    const inside = this.out.finish();
    this.out = outside;
    this.out.varint(BigInt(inside.length));
    this.out.bytes(inside);
  }

  protected base64(value: Value): Uint8Array {
    const parsed = parseBase64(value.string(Number.POSITIVE_INFINITY) ?? '!');
    if (parsed.ok) return parsed.bytes;
    this.fail(value, 'expected base64 in quotes');
    return new Uint8Array(0);
  }

  protected fail({ table, node }: Value, text: string): void {
    this.problem ??= { text, at: table.byteOffset(node) };
  }
}

/** ProtoJSON also takes whole numbers with a point or an exponent: `1.0`, `1e3`. */
function wholeNumber(text: string): string | null {
  if (/^-?\d+$/.test(text)) return text;
  const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? String(number) : null;
}
