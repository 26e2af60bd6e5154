import { ByteWriter } from './byte-writer.ts';
import type { Item } from './item.ts';
import { writeTimestamp } from './msgpack-timestamp.ts';

/** Writes items as MessagePack, each in its smallest form. What cannot be said is a `problem`. */
export class MsgpackWriter {
  problem: { readonly text: string; readonly at: number } | undefined;
  readonly out = new ByteWriter();

  write(item: Item): void {
    const { out } = this;
    switch (item.kind) {
      case 'null':
      case 'undefined':
        out.u8(0xc0);
        return;
      case 'boolean':
        out.u8(item.value ? 0xc3 : 0xc2);
        return;
      case 'integer':
        this.#integer(item.value, item.at ?? 0);
        return;
      case 'float':
        out.u8(item.isSingle ? 0xca : 0xcb);
        if (item.isSingle) out.f32(item.value);
        else out.f64(item.value);
        return;
      case 'string':
        this.#string(new TextEncoder().encode(item.value));
        return;
      case 'raw-string':
        this.#string(item.bytes);
        return;
      case 'bytes':
        this.#head(item.bytes.length, 0xc4, 0xc5, 0xc6);
        out.bytes(item.bytes);
        return;
      case 'ext':
        this.#ext(item.type, item.bytes);
        return;
      case 'date':
        if (BigInt.asIntN(64, item.moment.seconds) === item.moment.seconds) {
          writeTimestamp(out, item.moment);
        } else this.problem ??= { text: 'the year is too far away', at: item.at ?? 0 };
        return;
      case 'array':
        this.#count(item.items.length, 0x90, 0xdc);
        for (const each of item.items) this.write(each);
        return;
      case 'sequence':
        this.problem ??= { text: '$sequence can only be the whole text', at: item.at ?? 0 };
        return;
      case 'map':
        this.#count(item.entries.length, 0x80, 0xde);
        for (const [key, value] of item.entries) {
          this.write(key);
          this.write(value);
        }
    }
  }

  #integer(value: bigint, at: number): void {
    const { out } = this;
    if (value >= -0x20n && value < 0x80n) out.u8(Number(value) & 0xff);
    else if (value >= 0n && value < 0x100n) this.#tagged(0xcc, () => out.u8(Number(value)));
    else if (value >= 0n && value < 0x1_0000n) this.#tagged(0xcd, () => out.u16(Number(value)));
    else if (value >= 0n && value < 1n << 32n) this.#tagged(0xce, () => out.u32(Number(value)));
    else if (value >= 0n && value < 1n << 64n) this.#tagged(0xcf, () => out.u64(value));
    else if (value < 0n && value >= -0x80n) this.#tagged(0xd0, () => out.u8(Number(value)));
    else if (value < 0n && value >= -0x8000n) this.#tagged(0xd1, () => out.u16(Number(value)));
    else if (value < 0n && value >= -(1n << 31n)) this.#tagged(0xd2, () => out.u32(Number(value)));
    else if (value < 0n && value >= -(1n << 63n)) this.#tagged(0xd3, () => out.u64(value));
    else this.problem ??= { text: `${value} does not fit into 64 bits`, at };
  }

  #tagged(lead: number, write: () => void): void {
    this.out.u8(lead);
    write();
  }

  #string(bytes: Uint8Array): void {
    if (bytes.length < 32) this.out.u8(0xa0 | bytes.length);
    else this.#head(bytes.length, 0xd9, 0xda, 0xdb);
    this.out.bytes(bytes);
  }

  #ext(type: number, bytes: Uint8Array): void {
    const fixed = [1, 2, 4, 8, 16].indexOf(bytes.length);
    if (fixed >= 0) this.out.u8(0xd4 + fixed);
    else this.#head(bytes.length, 0xc7, 0xc8, 0xc9);
    this.out.u8(type & 0xff);
    this.out.bytes(bytes);
  }

  #count(count: number, fix: number, lead16: number): void {
    if (count < 16) this.out.u8(fix | count);
    else this.#head(count, -1, lead16, lead16 + 1);
  }

  #head(length: number, lead8: number, lead16: number, lead32: number): void {
    const { out } = this;
    if (length < 0x100 && lead8 >= 0) this.#tagged(lead8, () => out.u8(length));
    else if (length < 0x1_0000) this.#tagged(lead16, () => out.u16(length));
    else this.#tagged(lead32, () => out.u32(length));
  }
}
