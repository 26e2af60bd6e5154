import * as natives from './natives.ts';

/** `Error.captureStackTrace`, where the engine has it (Chromium, Firefox 138 and later). */
const capture = natives.getOwnPropertyDescriptor(natives.NativeError, 'captureStackTrace')?.value as
  | ((target: object) => void)
  | undefined;
const stackOf = natives.getOwnPropertyDescriptor(natives.NativeError.prototype, 'stack')?.get;

/**
 * Whether the page has set `Error.prepareStackTrace`, or could be seen to be asked. Error inherits from
 * Function.prototype and Object.prototype; a page may put something else there, even a Proxy.
 */
function mayPrepareStacks(): boolean {
  return (
    natives.getPrototypeOf(natives.NativeError) !== natives.functionPrototype ||
    natives.getPrototypeOf(natives.functionPrototype) !== natives.objectPrototype ||
    sets(natives.NativeError) ||
    sets(natives.functionPrototype) ||
    sets(natives.objectPrototype)
  );
}
const sets = (holder: object): boolean =>
  natives.getOwnPropertyDescriptor(holder, 'prepareStackTrace') !== undefined;

/**
 * The stack at this moment as text, or '' where taking it could be noticed. V8 formats a stack by
 * calling `Error.prepareStackTrace` if a page has set it; then there is no call site.
 */
export function callSite(): string {
  try {
    if (mayPrepareStacks()) return '';
    if (capture !== undefined) {
      // Without a prototype, so that the formatter finds no `name` or `message` to read.
      const holder = { __proto__: null, stack: '' };
      natives.apply(capture, natives.NativeError, [holder]);
      return typeof holder.stack === 'string' ? holder.stack : '';
    }
    if (stackOf === undefined) return '';
    const stack: unknown = natives.apply(stackOf, new natives.NativeError(), []);
    return typeof stack === 'string' ? stack : '';
  } catch {
    // A page can make stacks throw (a Proxy as Error's prototype); a socket without a call site is fine.
    return '';
  }
}
