const slotMs = 250;
/** Whole slots of which the rate is the mean, and the one that is being filled. */
const meanSlots = 20;
const slots = meanSlots + 1;
/** ms over which the rate is the mean. */
export const rateWindowMs = meanSlots * slotMs;

/** Messages and bytes of the last seconds, a second. */
export class RecentRate {
  readonly #slotOf = new Float64Array(slots).fill(Number.NEGATIVE_INFINITY);
  readonly #messages = new Uint32Array(slots);
  readonly #bytes = new Float64Array(slots);

  add(atMs: number, size: number): void {
    const slot = Math.floor(atMs / slotMs);
    const at = placeOf(slot);
    const held = this.#slotOf[at] as number;
    // Later than the whole window: it has no part in any rate to come.
    if (slot < held) return;
    if (slot > held) {
      this.#slotOf[at] = slot;
      this.#messages[at] = 0;
      this.#bytes[at] = 0;
    }
    this.#messages[at] = (this.#messages[at] as number) + 1;
    this.#bytes[at] = (this.#bytes[at] as number) + size;
  }

  /** The mean of the whole slots before a time. */
  at(nowMs: number): { readonly messagesPerSecond: number; readonly bytesPerSecond: number } {
    const now = Math.floor(nowMs / slotMs);
    let messages = 0;
    let bytes = 0;
    for (const [at, slot] of this.#slotOf.entries()) {
      if (slot >= now || slot < now - meanSlots) continue;
      messages += this.#messages[at] as number;
      bytes += this.#bytes[at] as number;
    }
    const seconds = rateWindowMs / 1000;
    return { messagesPerSecond: messages / seconds, bytesPerSecond: bytes / seconds };
  }
}

const placeOf = (slot: number): number => ((slot % slots) + slots) % slots;
