/** Where in the page's code something was called. Line and column count from 1. */
export interface CallSite {
  readonly functionName: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

// Chromium: "    at name (url:1:2)" or "    at url:1:2". Firefox: "name@url:1:2".
const frames = [
  /^\s*at (?:async )?(?<name>.*?) \((?<url>.+?):(?<line>\d+):(?<column>\d+)\)$/,
  /^\s*at (?:async )?(?<url>.+?):(?<line>\d+):(?<column>\d+)$/,
  /^(?<name>[^@]*)@(?<url>.+?):(?<line>\d+):(?<column>\d+)$/,
];
// What stands in the place of a url for code that eval made. Chromium:
// "eval at name (url:1:2), <anonymous>", Firefox: "url line 1 > eval". Both can be nested.
const evalOrigins = [
  /^(?:eval at .*? \()+(?<url>.+?):(?<line>\d+):(?<column>\d+)\), /,
  /^(?<url>.+?) line (?<line>\d+) > (?:eval|Function)/,
];
const extensionUrl = /^(?:chrome|moz)-extension:/;

/** The first frame of a stack that is the page's and not an extension's. For code that eval made, where it was made. */
export function firstPageFrame(stack: string): CallSite | null {
  for (const line of stack.split('\n')) {
    const frame = firstMatch(frames, line);
    const place = frame && (firstMatch(evalOrigins, frame['url'] ?? '') ?? frame);
    if (!place || extensionUrl.test(place['url'] ?? '')) continue;
    return {
      functionName: frame['name'] ?? '',
      url: place['url'] ?? '',
      line: Number(place['line']),
      column: Number(place['column'] ?? 1),
    };
  }
  return null;
}

function firstMatch(
  patterns: readonly RegExp[],
  text: string,
): Readonly<Record<string, string | undefined>> | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
}
