import type { Warning } from './decoder.ts';

const maxWarnings = 100;
const none: readonly Warning[] = Object.freeze([]);

/** Collects warnings, and only counts them beyond the first hundred: a payload may hold millions. */
export class WarningList {
  /** Made when the first one comes: most payloads have none. */
  private kept: Warning[] | undefined;
  private extraWarnings = 0;
  private firstExtraAt = 0;

  /** The message is made only if the warning is kept. */
  add(code: Warning['code'], at: number, byteLength: number, message: () => string): void {
    this.kept ??= [];
    if (this.kept.length < maxWarnings) {
      this.kept.push({ code, at, byteLength, message: message() });
      return;
    }
    if (this.extraWarnings === 0) this.firstExtraAt = at;
    this.extraWarnings += 1;
  }

  all(): readonly Warning[] {
    const kept = this.kept ?? none;
    if (this.extraWarnings === 0) return kept;
    const message = `${this.extraWarnings} more warnings, the first at byte ${this.firstExtraAt}`;
    return [...kept, { code: 'more-warnings', at: this.firstExtraAt, byteLength: 0, message }];
  }
}
