/**
 * Characters that would make what is shown differ from what is there: controls, line and
 * paragraph separators, bidi controls, zero-width and other ignorable ones. Tab and newline have
 * an effect that is seen; variation selectors (FE00–FE0F) only choose between two looks.
 */
const invisible =
  /(?!\t|\n|[\ufe00-\ufe0f])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb]/u;
const allInvisible = new RegExp(invisible.source, 'gu');
const splitAtInvisible = new RegExp(`((?:${invisible.source})+)`, 'u');

export function isInvisible(character: string): boolean {
  return invisible.test(character);
}

/** Cuts a text into visible parts (even positions) and runs of invisible ones (odd positions). */
export function splitInvisible(text: string): string[] {
  return invisible.test(text) ? text.split(splitAtInvisible) : [text];
}

/** Most texts are, and this is known much faster than what is said of all of Unicode. */
const visibleAscii = /^[\t\n -~]*$/;

/** Replaces each invisible character by an escape that JavaScript and JSON strings share. */
export function escapeInvisible(text: string): string {
  return visibleAscii.test(text) ? text : text.replace(allInvisible, escapeOf);
}

function escapeOf(character: string): string {
  if (character === '\r') return '\\r';
  let escapes = '';
  // By UTF-16 unit, since JSON knows no \u{…}.
  for (let index = 0; index < character.length; index += 1) {
    escapes += `\\u${character.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return escapes;
}
