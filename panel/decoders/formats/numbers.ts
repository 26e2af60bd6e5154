/** An unsigned big-endian integer of up to 6 bytes. */
export function uintAt(bytes: Uint8Array, at: number, byteLength: number): number {
  let value = 0;
  for (let index = 0; index < byteLength; index += 1)
    value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

/** The bytes as a view for numbers wider than that. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A float so that it can be read back exactly, with the sign of zero. */
export function floatText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** As `floatText`, but seen to be no integer: `1.0`, `1.0e+21`. NaN and the infinities stay words. */
export function markedFloatText(value: number): string {
  const text = floatText(value);
  if (!Number.isFinite(value) || text.includes('.')) return text;
  const exponent = text.indexOf('e');
  return exponent < 0 ? `${text}.0` : `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
}
