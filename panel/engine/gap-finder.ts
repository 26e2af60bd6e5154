/**
 * Where records of a document were lost. That batches are missing shows at once; which sockets lost
 * messages, and how many, only when the recorder describes them, some time later.
 */
export class GapFinder {
  /** The latest time that a record had. */
  #lastMs = Number.NEGATIVE_INFINITY;
  /** Where the first gap is that has not been described. */
  #gapMs: number | null = null;
  /** Descriptions come in one piece, one for each socket. */
  #isDescribing = false;

  /** Batches are missing before the next record. */
  open(): void {
    this.#endDescription();
    this.#gapMs ??= this.#lastMs;
  }

  /** A record that is no description. */
  pass(atMs: number): void {
    this.#endDescription();
    if (atMs > this.#lastMs) this.#lastMs = atMs;
  }

  /**
   * A socket is described. Returns the time after which its missing messages were, -Infinity for before
   * everything. Without a gap they were not recorded, as while recording is off: after the last record.
   */
  describe(): number {
    this.#isDescribing = true;
    return this.#gapMs ?? this.#lastMs;
  }

  #endDescription(): void {
    if (this.#isDescribing) this.#gapMs = null;
    this.#isDescribing = false;
  }
}
