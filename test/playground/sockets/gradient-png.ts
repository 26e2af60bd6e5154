import { crc32, deflateSync } from 'node:zlib';

/** A valid square PNG of eight-bit RGB. @see https://www.w3.org/TR/png-3/#5DataRep */
export function gradientPng(sidePixels: number): Uint8Array {
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header(sidePixels)),
    chunk('IDAT', deflateSync(scanlines(sidePixels))),
    chunk('IEND', new Uint8Array()),
  ]);
}

function header(sidePixels: number): Uint8Array {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(sidePixels, 0);
  bytes.writeUInt32BE(sidePixels, 4);
  // Bit depth 8, colour type 2 (RGB); compression, filter and interlace methods stay 0.
  bytes.set([8, 2], 8);
  return bytes;
}

function scanlines(sidePixels: number): Uint8Array {
  const rows = Array.from({ length: sidePixels }, (_, y) => {
    const pixels = Array.from({ length: sidePixels }, (_, x) => [
      Math.round((255 * x) / sidePixels),
      Math.round((255 * y) / sidePixels),
      160,
    ]);
    // Each row begins with its filter, 0 for none.
    return [0, ...pixels.flat()];
  });
  return Uint8Array.from(rows.flat());
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.byteLength);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
