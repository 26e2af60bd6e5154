/** One bit a row, the lowest bit of byte 0 for row 0. */
export type Bitmap = Uint8Array<ArrayBuffer>;

export function createBitmap(rowCount: number): Bitmap {
  return new Uint8Array((rowCount + 7) >> 3);
}

export function hasBit(bitmap: Bitmap, row: number): boolean {
  return (((bitmap[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
}

export function setBit(bitmap: Bitmap, row: number): void {
  bitmap[row >> 3] = (bitmap[row >> 3] ?? 0) | (1 << (row & 7));
}
