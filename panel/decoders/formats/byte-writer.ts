/** A growing buffer for writers of binary formats. Numbers that do not fit are the caller's fault. */
export class ByteWriter {
  length = 0;
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }

  u8(value: number): void {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
  }
  u16(value: number, isLittle = false): void {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, isLittle);
  }
  u32(value: number, isLittle = false): void {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, isLittle);
  }
  /** The low 64 bits. */
  u64(value: bigint, isLittle = false): void {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value, isLittle);
  }
  f32(value: number, isLittle = false): void {
    const at = this.#grow(4);
    this.#view.setFloat32(at, value, isLittle);
  }
  f64(value: number, isLittle = false): void {
    const at = this.#grow(8);
    this.#view.setFloat64(at, value, isLittle);
  }
  /** A base-128 varint of the low 64 bits, as Protobuf has it. */
  varint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.u8(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.u8(Number(rest));
  }
  bytes(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }
  byteAt(at: number): number {
    return this.#bytes[at] ?? 0;
  }
  /** Writes over what is there: what is known only later. */
  setU8(at: number, value: number): void {
    this.#view.setUint8(at, value);
  }
  /** Writes over what is there: lengths that are known only later. */
  setU32(at: number, value: number, isLittle = false): void {
    this.#view.setUint32(at, value, isLittle);
  }

  #grow(byteLength: number): number {
    const at = this.length;
    this.length = at + byteLength;
    if (this.length > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(this.length, this.#bytes.length * 2));
      bytes.set(this.#bytes);
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer);
    }
    return at;
  }
}
