// All differences that a page can see. Every behaviour whose log holds one of them passes it through a
// function of this file; nothing else is excused.

// The two that are accepted, because removing them would cost more than they do.

/**
 * 1. `Function.prototype.toString` of a Proxy has no name: `function () { [native code] }` in place of
 * `function send() { [native code] }`.
 */
export function withoutFunctionName(text: string): string {
  return text.replace(/function \w*\(/g, 'function (');
}

/** 2. One more stack frame, the recorder's; Firefox does not name its file. Never more than one in a row. */
export function withoutRecorderFrame(stack: string): string {
  const lines = stack.split('\n');
  const isOurs = (line: string | undefined) =>
    /chrome-extension:|moz-extension:|@<anonymous code>:/.test(line ?? '');
  return lines.filter((line, index) => !isOurs(line) || isOurs(lines[index - 1])).join('\n');
}

/** The same frame, seen elsewhere: an error that nobody catches is reported with the place of its innermost frame. */
export function withoutPlaceInRecorder(filename: string, behaviours: string): string {
  return /^(?:chrome-extension:|moz-extension:|<anonymous code>)/.test(filename)
    ? behaviours
    : filename;
}

// What could not be made equal. For Firefox see docs/discoveries/what-firefox-shows.md.

const isFirefox = () => 'mozInnerScreenX' in globalThis;

/** 3. Firefox lists first those globals that a script has used before. */
export function withoutOrderOfUse(names: readonly string[]): readonly string[] {
  return isFirefox() ? [...names].sort() : names;
}

/** 4. Firefox quotes the expression of the innermost script: "can't convert payload to string". */
export function withoutQuotedSource(message: string): string {
  return message.replace(/^can't convert .* to string/, "can't convert … to string");
}

/** 5. Firefox has other words for reading `caller` and `arguments` of a Proxy. */
export function withoutWordsAboutCaller(message: string): string {
  return isFirefox()
    ? message.replace(/^(?:'caller', 'callee'|get \w+ method called).*/, 'refused')
    : message;
}

/**
 * 6. In Chromium a Proxy around an array of subprotocols sees that its items are read once more: there is
 * no way to tell it from an array, and an array is what almost every page passes. See
 * docs/discoveries/no-way-to-tell-a-proxy.md.
 */
export function withoutSecondReading(touches: readonly string[]): readonly string[] {
  const descriptor = 'protocols getOwnPropertyDescriptor';
  return touches.filter(
    (touch, index) =>
      !touch.startsWith(descriptor) &&
      !(touch === 'protocols get length' && touches[index + 1]?.startsWith(descriptor)),
  );
}

/** 7. The page's own iterator of subprotocols is called by the recorder: a second frame in a row. */
export function withoutFramesAroundIterator(stack: string): string {
  return withoutRecorderFrame(withoutRecorderFrame(stack));
}

/**
 * 8. Other words when a property is put on a constructor that was frozen before, because it is a Proxy:
 * "Cannot define property" for "Cannot add property", "Proxy" for "Function".
 */
export function withoutWordsAboutExtending(message: string): string {
  return message
    .replace('Cannot define property', 'Cannot add property')
    .replace(': Proxy is not extensible', ': Function is not extensible');
}

/**
 * 9. Chromium says which call it was before the words of an exception that its engine throws in a
 * conversion. The recorder converts before the call: a page's object that is a revoked Proxy, or one that
 * breaks the rules for Proxies, is refused by the same class of exception without those words.
 */
export function withoutNameOfCall(message: string): string {
  return message.replace(
    /^Failed to execute 'send' on 'WebSocket': (?=Cannot perform 'get' on a proxy|'get' on proxy)/,
    '',
  );
}

/**
 * The frame of 2, seen elsewhere: a violation of a policy is told, and reported to the page's server, with the
 * place of its innermost frame.
 */
export function withoutFileOfRecorder(told: unknown, page: string): unknown {
  return JSON.parse(JSON.stringify(told), (key, value: unknown) => {
    if (key === 'line-number' || key === 'column-number') return 'somewhere';
    const isOurs = /^(?:chrome-extension|moz-extension|<anonymous code>)/.test(String(value));
    return typeof value === 'string' && isOurs ? page : value;
  });
}
