import type { MessageFacts } from '../decoder.ts';
import { formatHex } from '../hex.ts';
import { type FieldReader, integerAt } from './field-reader.ts';
import { encodingAt } from './rfb-rectangles.ts';

const requestNames: Readonly<Record<number, string>> = {
  0: 'SetPixelFormat',
  2: 'SetEncodings',
  3: 'FramebufferUpdateRequest',
  4: 'KeyEvent',
  5: 'PointerEvent',
  6: 'ClientCutText',
  150: 'EnableContinuousUpdates',
  248: 'ClientFence',
  250: 'Xvp',
  251: 'SetDesktopSize',
  255: 'QEMU',
};

/** A message of the client. */
export function readRequest(fields: FieldReader): MessageFacts {
  const type = fields.uint8('message', (value) => requestNames[value]);
  const name = requestNames[type] ?? `message ${type}`;
  const event = (words: string): MessageFacts => ({
    summary: `${name} ${words}`.trimEnd(),
    role: 'event',
  });
  switch (type) {
    case 0:
      fields.blob('padding', 3);
      readPixelFormat(fields);
      return { summary: name, role: 'control' };
    case 2:
      return { summary: `${name} ${readEncodings(fields)}`, role: 'control' };
    case 3: {
      const isIncremental = fields.uint8('incremental') !== 0;
      const words = `${isIncremental ? 'incremental ' : ''}${readArea(fields)}`;
      return { summary: `${name} ${words}`, role: 'request' };
    }
    case 4: {
      const isDown = fields.uint8('down') !== 0;
      fields.blob('padding', 2);
      return event(`${isDown ? 'down' : 'up'} ${keyName(fields.uint('key', 4, keyName))}`);
    }
    case 5: {
      const buttons = fields.uint8('buttons');
      const place = `${fields.uint('x', 2)},${fields.uint('y', 2)}`;
      return event(buttons === 0 ? place : `${place} buttons ${buttons.toString(2)}`);
    }
    case 6:
      return event(readCutText(fields));
    case 150:
      fields.uint8('enable');
      return event(readArea(fields));
    case 255:
      fields.uint8('submessage', (value) => (value === 0 ? 'ExtendedKeyEvent' : undefined));
      return event(
        `key ${fields.uint('down', 2) === 0 ? 'up' : 'down'} ${keyName(fields.uint('keysym', 4, keyName))} ${fields.uint('keycode', 4)}`,
      );
    default:
      if (type === 248) return readFence(fields, name);
      if (fields.left > 0) fields.blob('content', fields.left);
      return event('');
  }
}

const messageNames: Readonly<Record<number, string>> = {
  0: 'FramebufferUpdate',
  1: 'SetColourMapEntries',
  2: 'Bell',
  3: 'ServerCutText',
  150: 'EndOfContinuousUpdates',
  248: 'ServerFence',
  250: 'Xvp',
};

/** A message of the server; the rectangles of an update are units of their own. */
export function readMessage(fields: FieldReader): MessageFacts {
  const type = fields.uint8('message', (value) => messageNames[value]);
  const name = messageNames[type] ?? `message ${type}`;
  switch (type) {
    case 0: {
      fields.uint8('padding');
      const count = fields.uint('rectangles', 2);
      return { summary: `${name} ${count} rectangle${count === 1 ? '' : 's'}`, role: 'response' };
    }
    case 3:
      return { summary: `${name} ${readCutText(fields)}`, role: 'event' };
    case 248:
      return readFence(fields, name);
    default:
      if (fields.left > 0) fields.blob('content', fields.left);
      return { summary: name, role: 'event' };
  }
}

function readFence(fields: FieldReader, name: string): MessageFacts {
  fields.blob('padding', 3);
  const flags = fields.uint('flags', 4);
  const content = fields.blob('payload', fields.uint8('length'));
  // The highest bit asks for an answer, which carries the same payload.
  const role = flags >= 2 ** 31 ? 'request' : 'response';
  return { summary: name, role, correlationId: `fence ${formatHex(content)}` };
}

function readCutText(fields: FieldReader): string {
  fields.blob('padding', 3);
  const isExtended = integerAt(fields.bytes, fields.at, 4) >= 2 ** 31;
  fields.uint('length', 4);
  if (isExtended) fields.blob('extended clipboard', fields.left);
  if (isExtended) return 'extended';
  // Latin-1, of which the ASCII part is the same in UTF-8.
  const text = Array.from(
    fields.bytes.subarray(fields.at, Math.min(fields.limit, fields.at + 1000)),
    (byte) => String.fromCharCode(byte),
  ).join('');
  if (fields.left > 1000) fields.blob('text', fields.left, 'Latin-1');
  else fields.add('string', fields.left, 'text', text, 'Latin-1');
  return JSON.stringify(text.slice(0, 80));
}

function readArea(fields: FieldReader): string {
  const place = `${fields.uint('x', 2)},${fields.uint('y', 2)}`;
  return `${fields.uint('width', 2)}×${fields.uint('height', 2)} at ${place}`;
}

export function readRectangle(fields: FieldReader): void {
  readArea(fields);
  fields.add('name', 4, 'encoding', encodingAt(fields.bytes, fields.at), 'int32');
}

function readEncodings(fields: FieldReader): string {
  fields.uint8('padding');
  const count = fields.uint('count', 2);
  const names: string[] = [];
  fields.begin('array', 'encodings');
  for (let index = 0; index < count && fields.problem === null; index += 1) {
    const name = encodingAt(fields.bytes, fields.at);
    fields.add('name', 4, String(index), name, 'int32');
    names.push(name);
  }
  fields.end();
  return names.slice(0, 6).join(', ') + (names.length > 6 ? ', …' : '');
}

/** The key of a keysym: those up to 0xff are Latin-1. */
function keyName(keysym: number): string {
  if (keysym >= 0x20 && keysym < 0x100) return String.fromCharCode(keysym);
  const special: Readonly<Record<number, string>> = {
    65288: 'BackSpace',
    65289: 'Tab',
    65293: 'Return',
    65307: 'Escape',
    65361: 'Left',
    65362: 'Up',
    65363: 'Right',
    65364: 'Down',
    65505: 'Shift',
    65507: 'Control',
    65513: 'Alt',
    65535: 'Delete',
  };
  return special[keysym] ?? `0x${keysym.toString(16)}`;
}

export function readPixelFormat(fields: FieldReader): void {
  fields.begin('object', 'pixel format');
  for (const key of ['bits per pixel', 'depth', 'big endian', 'true colour']) fields.uint8(key);
  for (const key of ['red max', 'green max', 'blue max']) fields.uint(key, 2);
  for (const key of ['red shift', 'green shift', 'blue shift']) fields.uint8(key);
  fields.blob('padding', 3);
  fields.end();
}
