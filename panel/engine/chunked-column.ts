/** 65,536 rows a chunk: growing never copies what is there. */
const chunkBits = 16;
const chunkRows = 1 << chunkBits;
const chunkMask = chunkRows - 1;

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column of numbers of one type that grows by chunks. */
export class ChunkedColumn<Chunk extends Numbers> {
  readonly #newChunk: (rows: number) => Chunk;
  readonly #chunks: Chunk[] = [];
  #length = 0;

  constructor(newChunk: (rows: number) => Chunk) {
    this.#newChunk = newChunk;
  }

  get length(): number {
    return this.#length;
  }

  get byteLength(): number {
    const [first] = this.#chunks;
    return first === undefined ? 0 : first.byteLength * this.#chunks.length;
  }

  push(value: number): void {
    const within = this.#length & chunkMask;
    if (within === 0 && this.#length >> chunkBits === this.#chunks.length)
      this.#chunks.push(this.#newChunk(chunkRows));
    // The chunk exists: it was pushed when its first row was.
    (this.#chunks[this.#length >> chunkBits] as Chunk)[within] = value;
    this.#length++;
  }

  /** The value of a row that exists. */
  at(row: number): number {
    return (this.#chunks[row >> chunkBits] as Chunk)[row & chunkMask] as number;
  }

  set(row: number, value: number): void {
    (this.#chunks[row >> chunkBits] as Chunk)[row & chunkMask] = value;
  }

  /** Forgets the rows from `length` on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }
}

export const newUint8Column = (): ChunkedColumn<Uint8Array> =>
  new ChunkedColumn((rows) => new Uint8Array(rows));
export const newUint16Column = (): ChunkedColumn<Uint16Array> =>
  new ChunkedColumn((rows) => new Uint16Array(rows));
export const newUint32Column = (): ChunkedColumn<Uint32Array> =>
  new ChunkedColumn((rows) => new Uint32Array(rows));
export const newFloat64Column = (): ChunkedColumn<Float64Array> =>
  new ChunkedColumn((rows) => new Float64Array(rows));
