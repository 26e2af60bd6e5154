import { newFloat64Column, newUint32Column } from './chunked-column.ts';

/** A place for bytes outside of memory, for one owner. Offsets and lengths in bytes; each method throws when it cannot. */
export interface SpillFile {
  write(bytes: Uint8Array, at: number): void;
  read(into: Uint8Array, at: number): void;
  /** Gives all its space back. */
  empty(): void;
}

export interface BatchStoreOptions {
  /** Bytes of batches in memory beyond which the oldest go to the file. It may change. */
  readonly budgetBytes: number;
  /** Opens the file when it is first needed; null where there is none. */
  readonly openFile: () => Promise<SpillFile | null>;
  readonly maxFileBytes?: number;
}

/** What stays in memory once a store uses its file: the newest, which are looked at most. */
const keptInMemoryBytes = 32 * 1024 * 1024;
/** Batches that move for one that is added: memory shrinks on the way, and no addition waits for all of it. */
const movesPerBatch = 4;
/** The largest file that is written before its oldest part is written over. */
const defaultMaxFileBytes = 16 * 1024 ** 3;
/** Batches that were read back from the file. A scan of the log reads each once. */
const cachedBatches = 8;

/** No file is needed by a log that is bounded by its source. */
export const inMemory: BatchStoreOptions = {
  budgetBytes: Number.POSITIVE_INFINITY,
  openFile: () => Promise.resolve(null),
};

/**
 * The batches of a session, by number from 0. Beyond a budget the oldest move to a file, from which they
 * are read back without a difference to the reader; from then on only the newest are in memory. Where there is no file, or none with room, the oldest
 * are forgotten.
 */
export class BatchStore {
  readonly #options: BatchStoreOptions;
  readonly #maxFileBytes: number;
  /** By number; null when it is in the file or gone. */
  readonly #memory: (ArrayBuffer | null)[] = [];
  readonly #length = newUint32Column();
  /** Where it stands in the file; -1 in memory or gone. */
  readonly #place = newFloat64Column();
  readonly #cache = new Map<number, ArrayBuffer>();
  #memoryBytes = 0;
  #fileBytes = 0;
  #file: SpillFile | null = null;
  #state: 'unopened' | 'opening' | 'open' | 'none' = 'unopened';
  /** Batches before this one are gone, those from there to the next in the file, the others in memory. */
  #firstKept = 0;
  #firstInMemory = 0;
  /** The end of the file's part that is in use, and where the next batch goes. */
  #capacity = Number.POSITIVE_INFINITY;
  #writeAt = 0;
  #isReleased = false;

  constructor(options: BatchStoreOptions) {
    this.#options = options;
    this.#maxFileBytes = options.maxFileBytes ?? defaultMaxFileBytes;
  }

  get length(): number {
    return this.#memory.length;
  }
  get memoryBytes(): number {
    return this.#memoryBytes;
  }
  get fileBytes(): number {
    return this.#fileBytes;
  }
  /** Batches before this one have been forgotten. */
  get firstKept(): number {
    return this.#firstKept;
  }

  add(batch: ArrayBuffer): void {
    this.#memory.push(batch);
    this.#length.push(batch.byteLength);
    this.#place.push(-1);
    this.#memoryBytes += batch.byteLength;
    if (this.#state === 'open') this.#moveOldest();
    else if (this.#memoryBytes > this.#options.budgetBytes) this.#relieve();
  }

  /** A batch, or null when it is gone. A buffer that is read from the file stays valid as long as it is held. */
  get(index: number): ArrayBuffer | null {
    if (index < this.#firstKept) return null;
    return this.#memory[index] ?? this.#readBack(index);
  }

  /** Gives all memory and the file's space back. Nothing is added afterwards. */
  release(): void {
    this.#isReleased = true;
    this.#memory.length = 0;
    this.#cache.clear();
    this.#firstKept = Number.POSITIVE_INFINITY;
    this.#memoryBytes = this.#fileBytes = 0;
    this.#file?.empty();
    this.#file = null;
  }

  #relieve(): void {
    if (this.#state === 'unopened') {
      this.#state = 'opening';
      this.#options.openFile().then(
        (file) => this.#opened(file),
        () => this.#opened(null),
      );
    }
    if (this.#state === 'open') this.#moveOldest();
    else if (this.#state === 'none') this.#forgetOldest(this.#options.budgetBytes);
    // Opening a file takes some milliseconds; should it hang, memory is bounded all the same.
    else this.#forgetOldest(2 * this.#options.budgetBytes);
  }

  #opened(file: SpillFile | null): void {
    if (this.#isReleased) {
      file?.empty();
      return;
    }
    this.#file = file;
    this.#state = file === null ? 'none' : 'open';
    if (this.#memoryBytes > this.#options.budgetBytes) this.#relieve();
  }

  #moveOldest(): void {
    const wanted = Math.min(keptInMemoryBytes, this.#options.budgetBytes);
    // The newest stays: its rows are being added. A budget that was lowered is met all the same.
    for (
      let moves = 0;
      this.#memoryBytes > (moves < movesPerBatch ? wanted : this.#options.budgetBytes) &&
      this.#firstInMemory < this.length - 1;
      moves++
    ) {
      if (!this.#move(this.#firstInMemory)) {
        this.#state = 'none';
        this.#forgetOldest(this.#options.budgetBytes);
        return;
      }
      this.#firstInMemory++;
    }
  }

  #move(index: number): boolean {
    const batch = this.#memory[index] as ArrayBuffer;
    const at = this.#makeRoom(batch.byteLength);
    if (at < 0) return false;
    try {
      (this.#file as SpillFile).write(new Uint8Array(batch), at);
    } catch {
      // The disk is full, or the quota is used up: from now on the oldest in the file are written over.
      if (this.#capacity !== Number.POSITIVE_INFINITY || this.#writeAt === 0) return false;
      this.#capacity = this.#writeAt;
      return this.#move(index);
    }
    this.#writeAt = at + batch.byteLength;
    this.#place.set(index, at);
    this.#memory[index] = null;
    this.#memoryBytes -= batch.byteLength;
    this.#fileBytes += batch.byteLength;
    return true;
  }

  /** Where so many bytes may be written; forgets what stands there. -1 when the file is too small. */
  #makeRoom(byteLength: number): number {
    const capacity = Math.min(this.#capacity, this.#maxFileBytes);
    if (byteLength > capacity) return -1;
    const isWrapping = this.#writeAt + byteLength > capacity;
    if (isWrapping) {
      // What stands between here and the end is older than what stands at the beginning.
      while (this.#firstKept < this.#firstInMemory && this.#placeOfOldest() >= this.#writeAt)
        this.#forget();
    }
    const at = isWrapping ? 0 : this.#writeAt;
    while (this.#firstKept < this.#firstInMemory) {
      const place = this.#placeOfOldest();
      if (place < at || place >= at + byteLength) break;
      this.#forget();
    }
    return at;
  }

  #placeOfOldest(): number {
    return this.#place.at(this.#firstKept);
  }

  #forgetOldest(limitBytes: number): void {
    // Those in the file are older than those in memory, but their going frees no memory.
    if (this.#memoryBytes <= limitBytes) return;
    while (this.#firstKept < this.#firstInMemory) this.#forget();
    while (this.#memoryBytes > limitBytes && this.#firstKept < this.length - 1) {
      this.#forget();
      this.#firstInMemory = this.#firstKept;
    }
  }

  #forget(): void {
    const index = this.#firstKept++;
    const length = this.#length.at(index);
    if (this.#memory[index] === null) this.#fileBytes -= length;
    else this.#memoryBytes -= length;
    this.#memory[index] = null;
    this.#cache.delete(index);
  }

  #readBack(index: number): ArrayBuffer | null {
    const cached = this.#cache.get(index);
    if (cached !== undefined) return cached;
    const batch = new ArrayBuffer(this.#length.at(index));
    try {
      (this.#file as SpillFile).read(new Uint8Array(batch), this.#place.at(index));
    } catch {
      // The file was taken away, by the user or the browser.
      return null;
    }
    if (this.#cache.size >= cachedBatches) {
      const [oldest] = this.#cache.keys();
      if (oldest !== undefined) this.#cache.delete(oldest);
    }
    this.#cache.set(index, batch);
    return batch;
  }
}
