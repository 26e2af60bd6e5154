import { beginsWith, hasAscii, uint16BigEndian, uint32, uint32BigEndian } from './byte-reads.ts';

export interface FileSignature {
  readonly mediaType: string;
  readonly label: string;
  /** How many bytes of the beginning tell it. */
  readonly byteLength: number;
  /** Must not be true by chance: at least four bytes, or a structure that holds. */
  readonly matches: (bytes: Uint8Array) => boolean;
}

function ascii(mediaType: string, label: string, text: string, at = 0): FileSignature {
  const byteLength = at + text.length;
  return { mediaType, label, byteLength, matches: (bytes) => hasAscii(bytes, at, text) };
}

function magic(mediaType: string, label: string, ...bytes: readonly number[]): FileSignature {
  return {
    mediaType,
    label,
    byteLength: bytes.length,
    matches: (payload) => beginsWith(payload, ...bytes),
  };
}

/** Files that are named and not looked into. */
export const fileSignatures: readonly FileSignature[] = [
  { ...riff('WAVE'), mediaType: 'audio/wav', label: 'WAV audio' },
  { ...riff('AVI '), mediaType: 'video/x-msvideo', label: 'AVI video' },
  { mediaType: 'audio/mpeg', label: 'MP3 audio with ID3', byteLength: 10, matches: isId3 },
  { mediaType: 'audio/mpeg', label: 'MP3 audio', byteLength: 4, matches: isMp3 },
  magic('audio/ogg', 'Ogg', 0x4f, 0x67, 0x67, 0x53, 0x00),
  ascii('audio/flac', 'FLAC audio', 'fLaC'),
  magic('video/webm', 'WebM or Matroska', 0x1a, 0x45, 0xdf, 0xa3),
  { mediaType: 'video/mp4', label: 'MP4', byteLength: 8, matches: isMp4 },
  { mediaType: 'video/mp2t', label: 'MPEG transport stream', byteLength: 4, matches: isTransport },
  { mediaType: 'video/h264', label: 'H.264 video', byteLength: 5, matches: isH264 },
  { mediaType: 'image/bmp', label: 'BMP image', byteLength: 14, matches: isBmp },
  { mediaType: 'font/ttf', label: 'TrueType font', byteLength: 12, matches: isTrueType },
  { mediaType: 'font/otf', label: 'OpenType font', byteLength: 12, matches: isOpenType },
  ascii('font/woff', 'WOFF font', 'wOFF'),
  ascii('font/woff2', 'WOFF2 font', 'wOF2'),
  ascii('application/pdf', 'PDF', '%PDF-'),
  magic('application/zip', 'ZIP archive', 0x50, 0x4b, 0x03, 0x04),
  magic('application/zip', 'empty ZIP archive', 0x50, 0x4b, 0x05, 0x06),
  magic('application/x-7z-compressed', '7z archive', 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c),
  magic('application/vnd.rar', 'RAR archive', 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07),
  magic('application/x-xz', 'xz', 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00),
  ascii('application/x-bzip2', 'bzip2', '1AY&SY', 4),
  magic('application/wasm', 'WebAssembly', 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00),
  ascii('application/vnd.sqlite3', 'SQLite database', 'SQLite format 3\0'),
  magic('application/vnd.apache.avro', 'Avro container', 0x4f, 0x62, 0x6a, 0x01),
  ascii('application/vnd.apache.parquet', 'Parquet', 'PAR1'),
  ascii('application/vnd.apache.arrow.file', 'Arrow file', 'ARROW1\0\0'),
  {
    ...magic('application/vnd.apache.arrow.stream', 'Arrow stream', 0xff, 0xff, 0xff, 0xff),
    matches: isArrowStream,
  },
  magic('application/ion', 'Amazon Ion', 0xe0, 0x01, 0x00, 0xea),
  {
    ...magic('application/x-jackson-smile', 'Smile', 0x3a, 0x29, 0x0a),
    byteLength: 4,
    matches: isSmile,
  },
  magic('application/x-java-serialized-object', 'serialised Java object', 0xac, 0xed, 0x00, 0x05),
];

function riff(form: string): Pick<FileSignature, 'byteLength' | 'matches'> {
  return {
    byteLength: 12,
    matches: (bytes) => hasAscii(bytes, 0, 'RIFF') && hasAscii(bytes, 8, form),
  };
}

/** The four bytes of its size have no high bit. */
function isId3(bytes: Uint8Array): boolean {
  return (
    hasAscii(bytes, 0, 'ID3') &&
    bytes.length >= 10 &&
    (bytes[3] ?? 9) <= 4 &&
    bytes.subarray(6, 10).every((byte) => byte < 0x80)
  );
}

const layer3Rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/** Eleven bits are little: another frame must follow where this one ends. */
function isMp3(bytes: Uint8Array): boolean {
  const isHeader = (at: number) => bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xfe) === 0xfa;
  if (!isHeader(0) || bytes.length < 8) return false;
  const flags = bytes[2] ?? 0;
  const rate = layer3Rates[flags >> 4] ?? 0;
  const frequency = [44_100, 48_000, 32_000][(flags >> 2) & 3] ?? 0;
  if (rate === 0 || frequency === 0) return false;
  const length = Math.floor((144_000 * rate) / frequency) + ((flags >> 1) & 1);
  return isHeader(length);
}

const mp4Boxes = ['ftyp', 'styp', 'moof', 'sidx', 'moov'];

function isMp4(bytes: Uint8Array): boolean {
  const length = uint32BigEndian(bytes, 0);
  return length >= 8 && length < 0x1000_0000 && mp4Boxes.some((name) => hasAscii(bytes, 4, name));
}

/** Packets of 188 bytes, each of which begins with 47. */
function isTransport(bytes: Uint8Array): boolean {
  if (bytes.length < 376 || bytes.length % 188 !== 0) return false;
  for (let at = 0; at < Math.min(bytes.length, 188 * 20); at += 188) {
    if (bytes[at] !== 0x47) return false;
  }
  return true;
}

const h264Profiles = [66, 77, 88, 100, 110, 122, 244];

/** A sequence parameter set with a profile that exists. */
function isH264(bytes: Uint8Array): boolean {
  const isLong = beginsWith(bytes, 0, 0, 0, 1);
  const at = isLong ? 4 : 3;
  if ((!isLong && !beginsWith(bytes, 0, 0, 1)) || bytes.length < 16) return false;
  const unit = bytes[at] ?? 0;
  return (unit & 0x9f) === 0x07 && unit > 0x20 && h264Profiles.includes(bytes[at + 1] ?? 0);
}

function isBmp(bytes: Uint8Array): boolean {
  return (
    hasAscii(bytes, 0, 'BM') &&
    bytes.length >= 26 &&
    uint32(bytes, 2) === bytes.length &&
    uint32(bytes, 6) === 0
  );
}

/** The search fields follow from the number of tables. */
function hasFontTables(bytes: Uint8Array): boolean {
  const tables = uint16BigEndian(bytes, 4);
  if (tables === 0 || tables > 64 || bytes.length < 28) return false;
  const searchRange = 16 * 2 ** Math.floor(Math.log2(tables));
  return uint16BigEndian(bytes, 6) === searchRange;
}

function isTrueType(bytes: Uint8Array): boolean {
  return (beginsWith(bytes, 0, 1, 0, 0) || hasAscii(bytes, 0, 'true')) && hasFontTables(bytes);
}

function isOpenType(bytes: Uint8Array): boolean {
  return hasAscii(bytes, 0, 'OTTO') && hasFontTables(bytes);
}

/** A continuation, then the length of a FlatBuffer. */
function isArrowStream(bytes: Uint8Array): boolean {
  const length = uint32(bytes, 4);
  return (
    beginsWith(bytes, 0xff, 0xff, 0xff, 0xff) &&
    length >= 16 &&
    length % 8 === 0 &&
    8 + length <= bytes.length &&
    uint32(bytes, 8) < length
  );
}

/** The version in the fourth byte is 0, and one of its flags is reserved. */
function isSmile(bytes: Uint8Array): boolean {
  return (
    beginsWith(bytes, 0x3a, 0x29, 0x0a) && ((bytes[3] ?? 0xff) & 0xf8) === 0 && bytes.length > 4
  );
}
