const byteLengthGetter = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;

/** Tells by brand: in Firefox a buffer of the page's world is no `instanceof` ours. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  if (byteLengthGetter === undefined) return false;
  try {
    byteLengthGetter.call(value);
    return true;
  } catch {
    // The getter throws for anything that is no ArrayBuffer, a SharedArrayBuffer too.
    return false;
  }
}
