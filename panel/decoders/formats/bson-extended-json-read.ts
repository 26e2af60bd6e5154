import { parseBase64 } from '../base64.ts';
import { parseHex } from '../hex.ts';
import type { Value } from '../value.ts';
import { isExtendedShape } from './bson-extended-words.ts';
import { ByteWriter } from './byte-writer.ts';
import { parseDecimal128 } from './decimal128.ts';
import { parseMoment } from './epoch.ts';
import { childrenOfValue, keyOfValue } from './extended-json-read.ts';

/**
 * Reads MongoDB Extended JSON, canonical and relaxed, into BSON: a plain number is an int, a long
 * when it is too large for one, and a double with a point or an exponent.
 */
export class BsonJsonReader {
  problem: { readonly text: string; readonly at: number } | undefined;
  readonly out = new ByteWriter();

  document(value: Value): void {
    const start = this.out.length;
    this.out.u32(0);
    for (const [index, child] of childrenOfValue(value).entries()) {
      const typeAt = this.out.length;
      this.out.u8(0);
      this.#cstring(value.isArray ? String(index) : keyOfValue(child), child);
      this.out.setU8(typeAt, this.#value(child));
    }
    this.out.u8(0);
    this.out.setU32(start, this.out.length - start, true);
  }

  /** Writes a value and returns its element type. */
  #value(value: Value): number {
    const { out } = this;
    switch (value.kind) {
      case 'string':
        this.#string(value.table.text(value.node));
        return 0x02;
      case 'number':
        return this.#number(value.table.text(value.node), value);
      case 'boolean':
        out.u8(value.table.text(value.node) === 'true' ? 1 : 0);
        return 0x08;
      case 'array':
        this.document(value);
        return 0x04;
      case 'object': {
        const keys = childrenOfValue(value).map(keyOfValue);
        if (isExtendedShape(keys)) return this.#extended(value, [...keys].sort()[0] ?? '');
        this.document(value);
        return 0x03;
      }
      default:
        return 0x0a;
    }
  }

  #number(text: string, value: Value): number {
    if (!/^-?\d+$/.test(text) || text === '-0') {
      this.out.f64(Number(text), true);
      return 0x01;
    }
    const number = BigInt(text);
    if (BigInt.asIntN(32, number) === number) {
      this.out.u32(Number(BigInt.asUintN(32, number)), true);
      return 0x10;
    }
    return this.#long(number, value);
  }

  #long(number: bigint, value: Value): number {
    if (BigInt.asIntN(64, number) !== number) return this.#fail(value, 'a number beyond 64 bits');
    this.out.u64(number, true);
    return 0x12;
  }

  #extended(value: Value, word: string): number {
    const { out } = this;
    const field = value.get(word) ?? value;
    const text = field.string(Number.POSITIVE_INFINITY);
    switch (word) {
      case '$numberInt':
      case '$numberLong': {
        if (text === null || !/^-?\d+$/.test(text))
          return this.#fail(field, 'expected digits in quotes');
        if (word === '$numberLong') return this.#long(BigInt(text), field);
        const number = BigInt(text);
        if (BigInt.asIntN(32, number) !== number) return this.#fail(field, 'an int beyond 32 bits');
        out.u32(Number(BigInt.asUintN(32, number)), true);
        return 0x10;
      }
      case '$numberDouble': {
        const isWord = text === 'NaN' || text === 'Infinity' || text === '-Infinity';
        const isNumber = isWord || /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text ?? '');
        if (!isNumber) return this.#fail(field, 'expected a number in quotes');
        out.f64(Number(text), true);
        return 0x01;
      }
      case '$numberDecimal': {
        const decimal = parseDecimal128(text ?? '');
        if (decimal === null)
          return this.#fail(field, 'expected a decimal of up to 34 digits in quotes');
        out.bytes(decimal);
        return 0x13;
      }
      case '$oid':
        return this.#objectId(field) ? 0x07 : 0;
      case '$date':
        return this.#date(field, text);
      case '$binary':
        return this.#binary(field);
      case '$regularExpression':
        this.#cstring(field.get('pattern')?.string(Number.POSITIVE_INFINITY) ?? null, field);
        this.#cstring(field.get('options')?.string(Number.POSITIVE_INFINITY) ?? null, field);
        return 0x0b;
      case '$symbol':
        if (text === null) return this.#fail(field, 'expected a text');
        this.#string(text);
        return 0x0e;
      case '$code':
        return this.#code(value, field, text);
      case '$timestamp':
        return this.#timestamp(field);
      case '$dbPointer':
        return this.#dbPointer(field);
      default:
        return word === '$undefined' ? 0x06 : word === '$maxKey' ? 0x7f : 0xff;
    }
  }

  #date(field: Value, text: string | null): number {
    const moment = text === null ? null : parseMoment(text);
    const long = field.get('$numberLong')?.string() ?? null;
    if (moment !== null && moment.nanoseconds % 1_000_000 === 0) {
      const ms = moment.seconds * 1000n + BigInt(moment.nanoseconds / 1_000_000);
      return this.#long(ms, field) === 0 ? 0 : 0x09;
    }
    if (long === null || !/^-?\d+$/.test(long)) {
      return this.#fail(field, 'expected a date in milliseconds, or {"$numberLong": "…"} of them');
    }
    return this.#long(BigInt(long), field) === 0 ? 0 : 0x09;
  }

  #binary(field: Value): number {
    const data = parseBase64(field.get('base64')?.string(Number.POSITIVE_INFINITY) ?? '!');
    const subType = field.get('subType')?.string() ?? '';
    if (!data.ok || !/^[0-9a-f]{1,2}$/i.test(subType)) {
      return this.#fail(field, '$binary wants "base64" and "subType" of two hex digits');
    }
    const number = Number.parseInt(subType, 16);
    this.out.u32(data.bytes.length + (number === 2 ? 4 : 0), true);
    this.out.u8(number);
    if (number === 2) this.out.u32(data.bytes.length, true);
    this.out.bytes(data.bytes);
    return 0x05;
  }

  #code(value: Value, field: Value, text: string | null): number {
    if (text === null) return this.#fail(field, 'expected a text');
    const scope = value.get('$scope');
    if (scope === null) {
      this.#string(text);
      return 0x0d;
    }
    if (!scope.isObject) return this.#fail(scope, '$scope wants an object');
    const start = this.out.length;
    this.out.u32(0);
    this.#string(text);
    this.document(scope);
    this.out.setU32(start, this.out.length - start, true);
    return 0x0f;
  }

  #timestamp(field: Value): number {
    const [t, i] = [field.get('t')?.number() ?? -1, field.get('i')?.number() ?? -1];
    const isRight = [t, i].every((part) => Number.isInteger(part) && part >= 0 && part < 2 ** 32);
    if (!isRight) return this.#fail(field, '$timestamp wants "t" and "i" from 0 to 4294967295');
    this.out.u32(i, true);
    this.out.u32(t, true);
    return 0x11;
  }

  #dbPointer(field: Value): number {
    const ref = field.get('$ref')?.string(Number.POSITIVE_INFINITY) ?? null;
    const id = field.get('$id')?.get('$oid') ?? null;
    if (ref === null || id === null) return this.#fail(field, '$dbPointer wants "$ref" and "$id"');
    this.#string(ref);
    return this.#objectId(id) ? 0x0c : 0;
  }

  #objectId(field: Value): boolean {
    const text = field.string() ?? '';
    const parsed = parseHex(text);
    if (!/^[0-9a-f]{24}$/i.test(text) || !parsed.ok) {
      this.#fail(field, 'expected 24 hex digits in quotes');
      return false;
    }
    this.out.bytes(parsed.bytes);
    return true;
  }

  #string(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.out.u32(bytes.length + 1, true);
    this.out.bytes(bytes);
    this.out.u8(0);
  }

  #cstring(text: string | null, value: Value): void {
    if (text === null || text.includes('\0')) {
      this.#fail(value, text === null ? 'expected a text' : 'a zero cannot stand in this text');
      return;
    }
    this.out.bytes(new TextEncoder().encode(text));
    this.out.u8(0);
  }

  #fail({ table, node }: Value, text: string): 0 {
    this.problem ??= { text, at: table.byteOffset(node) };
    return 0;
  }
}
