const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\/[^/*][^/]*\/|#[^\n]*)+/y;

/** A cursor over diagnostic notation that skips white space and comments. */
export class DiagnosticScanner {
  problem: { readonly reason: string; readonly at: number } | undefined;
  protected readonly text: string;
  protected at = 0;

  constructor(text: string) {
    this.text = text;
  }

  protected skipSpace(): undefined {
    this.take(space);
  }

  protected matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  protected take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  protected takes(character: string): boolean {
    this.skipSpace();
    if (this.problem !== undefined || this.text.charAt(this.at) !== character) return false;
    this.at += 1;
    this.skipSpace();
    return true;
  }

  protected fail(reason: string, at = this.at): undefined {
    this.problem ??= { reason, at: Math.min(at, this.text.length) };
  }
}
