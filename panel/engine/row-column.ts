/** 65,536 positions a chunk, as in chunked-column.ts. */
const chunkBits = 16;
const chunkRows = 1 << chunkBits;
const chunkMask = chunkRows - 1;

/**
 * Row numbers by position. As long as all positions of a chunk hold the row of their own number, as in a list of
 * everything in the order of its arrival, the chunk takes no memory.
 */
export class RowColumn {
  /** null: each position holds its own number. */
  readonly #chunks: (Uint32Array | null)[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get byteLength(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }

  push(row: number): void {
    const position = this.#length++;
    const index = position >> chunkBits;
    const within = position & chunkMask;
    if (within === 0) this.#chunks[index] = null;
    let chunk = this.#chunks[index] ?? null;
    if (chunk === null) {
      if (row === position) return;
      chunk = new Uint32Array(chunkRows);
      for (let before = 0; before < within; before++) chunk[before] = position - within + before;
      this.#chunks[index] = chunk;
    }
    chunk[within] = row;
  }

  /** The row at a position that exists. */
  at(position: number): number {
    const chunk = this.#chunks[position >> chunkBits];
    return chunk ? (chunk[position & chunkMask] as number) : position;
  }

  /** Forgets the positions from `length` on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }
}
