/** Lays valid JSON out with indents and changes nothing else: numbers, escapes and duplicate keys stay as they were written. */
export function layOutJson(text: string, indent = '  '): string {
  const parts: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const sign = text[at] as string;
    if (sign === '"') {
      const end = stringEnd(text, at);
      parts.push(text.slice(at, end));
      at = end;
      continue;
    }
    at++;
    if (isSpace(sign)) continue;
    if (sign === '{' || sign === '[') {
      const next = skipSpace(text, at);
      if (text[next] === '}' || text[next] === ']') {
        parts.push(sign, text[next] as string);
        at = next + 1;
      } else {
        depth++;
        parts.push(sign, '\n', indent.repeat(depth));
      }
    } else if (sign === '}' || sign === ']') {
      depth--;
      parts.push('\n', indent.repeat(depth), sign);
    } else if (sign === ',') {
      parts.push(',\n', indent.repeat(depth));
    } else if (sign === ':') {
      parts.push(': ');
    } else {
      parts.push(sign);
    }
  }
  return parts.join('');
}

const isSpace = (sign: string | undefined): boolean =>
  sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t';

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at])) at++;
  return at;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
