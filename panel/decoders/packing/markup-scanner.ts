/** Where names, spaces and values of XML and HTML end. */

export const isMarkupSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c;

/** A letter, `_`, `:` or anything beyond ASCII. */
export function isNameStart(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || byte === 0x5f || byte === 0x3a || byte >= 0x80;
}

export function skipMarkupSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isMarkupSpace(bytes[at])) at += 1;
  return at;
}

/** A name goes on up to a space or one of `/`, `>`, `=`, `<` and quotes. */
export function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !endsName(bytes[at] ?? 0)) at += 1;
  return at;
}

const endsName = (byte: number): boolean =>
  byte <= 0x20 ||
  byte === 0x2f ||
  byte === 0x3e ||
  byte === 0x3d ||
  byte === 0x3c ||
  byte === 0x22 ||
  byte === 0x27;

/** Behind an ASCII text that follows somewhere, -1 when it does not. */
export function behind(bytes: Uint8Array, text: string, start: number, end: number): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, start); at >= 0 && at + text.length <= end; ) {
    if (equalsIgnoringCase(bytes, at, text)) return at + text.length;
    at = bytes.indexOf(first, at + 1);
  }
  return -1;
}

/** Whether an ASCII text stands at `at`; its letters are given in lower case. */
export function equalsIgnoringCase(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== text.charCodeAt(index)) return false;
  }
  return true;
}
