import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { decodeLayers, factsOf, plain } from '../../../../panel/decoders/layers.ts';
import { rfb } from '../../../../panel/decoders/protocols/rfb.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { follow, hexPayload, read } from './read.ts';

const version = utf8('RFB 003.008\n');
const pixelFormat = '20 18 00 01 00 ff 00 ff 00 ff 10 08 00 00 00 00';
const serverInit = `00 04 00 02 ${pixelFormat} 00 00 00 02 68 69`;
/** Up to the point where messages begin, with a screen of 4×2 pixels. */
const handshake = [
  ['received', version],
  ['sent', version],
  ['received', '02 02 01'],
  ['sent', '01'],
  ['received', '00 00 00 00'],
  ['sent', '01'],
  ['received', serverInit],
] as const;
type Message = readonly ['sent' | 'received', string | Uint8Array];
const afterHandshake = (...messages: Message[]) =>
  follow(rfb, [...handshake, ...messages]).slice(handshake.length);
const summaries = (readings: readonly ReturnType<typeof read>[]) =>
  readings.map(({ facts, reason }) => reason ?? facts?.summary);

describe('RFB', () => {
  it('follows the handshake without a password', () => {
    expect(summaries(follow(rfb, handshake))).toEqual([
      'RFB 003.008',
      'RFB 003.008',
      'security types VNC authentication, none',
      'security none',
      'security ok',
      'ClientInit shared',
      'ServerInit 4×2 hi',
    ]);
  });

  it('follows the handshake with a password, and its refusal', () => {
    const challenge = '00 '.repeat(16);
    const readings = follow(rfb, [
      ['received', version],
      ['sent', version],
      ['received', '01 02'],
      ['sent', '02'],
      ['received', challenge],
      ['sent', challenge],
      ['received', '00 00 00 01 00 00 00 02 6e 6f'],
    ]);
    expect(summaries(readings).slice(3)).toEqual([
      'security VNC authentication',
      'challenge',
      'response',
      'security failed · failed: no',
    ]);
  });

  it.each<[string, Message[], string[]]>([
    [
      'RFB 003.003\n',
      [
        ['received', '00 00 00 01'],
        ['sent', '01'],
        ['received', serverInit],
      ],
      ['security none', 'ClientInit shared', 'ServerInit 4×2 hi'],
    ],
    [
      'RFB 003.007\n',
      [
        ['received', '01 01'],
        ['sent', '01'],
        ['sent', '00'],
        ['received', serverInit],
      ],
      ['security types none', 'security none', 'ClientInit exclusive', 'ServerInit 4×2 hi'],
    ],
  ])('follows the older handshake of %j', (text, messages, expected) => {
    const readings = follow(rfb, [['received', utf8(text)], ['sent', utf8(text)], ...messages]);
    expect(summaries(readings).slice(2)).toEqual(expected);
  });

  it.each([
    [`00 00 00 00 ${pixelFormat}`, 'SetPixelFormat', 'control'],
    ['02 00 00 02 00 00 00 07 ff ff ff 21', 'SetEncodings Tight, DesktopSize', 'control'],
    ['03 01 00 00 00 00 00 04 00 02', 'FramebufferUpdateRequest incremental 4×2 at 0,0', 'request'],
    ['04 01 00 00 00 00 00 61', 'KeyEvent down a', 'event'],
    ['04 00 00 00 00 00 ff 0d', 'KeyEvent up Return', 'event'],
    ['05 01 00 0a 00 14', 'PointerEvent 10,20 buttons 1', 'event'],
    ['06 00 00 00 00 00 00 02 68 69', 'ClientCutText "hi"', 'event'],
    ['ff 00 00 01 00 00 00 61 00 00 00 1e', 'QEMU key down a 30', 'event'],
    ['05 00 00 01 00 01 05 00 00 02 00 02', 'PointerEvent 1,1 · PointerEvent 2,2', 'event'],
  ])('reads %s of the client', (hex, summary, role) => {
    expect(afterHandshake(['sent', hex])[0]).toMatchObject({ facts: { summary, role } });
  });

  it.each([
    ['02', 'Bell', 'event'],
    ['03 00 00 00 00 00 00 02 68 69', 'ServerCutText "hi"', 'event'],
    ['f8 00 00 00 80 00 00 01 01 07', 'ServerFence', 'request'],
    [
      // One rectangle, 2×1 raw pixels of four bytes.
      `00 00 00 01 00 00 00 00 00 02 00 01 00 00 00 00 ${'ab '.repeat(8)}`,
      'FramebufferUpdate 1 rectangle',
      'response',
    ],
    [
      // CopyRect, then the end of the update, then a bell.
      '00 00 ff ff 00 00 00 00 00 02 00 01 00 00 00 01 00 01 00 01 00 00 00 00 00 00 00 00 ff ff ff 20 02',
      'FramebufferUpdate 65535 rectangles · Bell',
      'response',
    ],
    [
      // ZRLE of three bytes, then Tight: a fill, and a JPEG of two bytes, then a bell.
      `00 00 00 03 00 00 00 00 00 02 00 01 00 00 00 10 00 00 00 03 01 02 03
       00 00 00 00 00 02 00 01 00 00 00 07 80 01 02 03
       00 00 00 00 00 02 00 01 00 00 00 07 90 02 aa bb 02`,
      'FramebufferUpdate 3 rectangles · Bell',
      'response',
    ],
    [
      // Tight with a palette of two colours: 4×2 pixels are two bytes, too few to be compressed.
      '00 00 00 01 00 00 00 00 00 04 00 02 00 00 00 07 40 01 01 01 02 03 04 05 06 f0 0f 02',
      'FramebufferUpdate 1 rectangle · Bell',
      'response',
    ],
  ])('reads %s of the server', (hex, summary, role) => {
    expect(afterHandshake(['received', hex])[0]).toMatchObject({
      reason: undefined,
      facts: { summary, role },
    });
  });

  it('goes on with pixels over messages, without keeping them', () => {
    const readings = afterHandshake(
      ['received', `00 00 00 01 00 00 00 00 00 02 00 01 00 00 00 00 ${'ab '.repeat(3)}`],
      ['received', 'ab ab'],
      ['received', 'ab ab ab 02'],
    );
    expect(summaries(readings)).toEqual(['FramebufferUpdate 1 rectangle', 'pixels, 2 B', 'Bell']);
  });

  it('finds back to the next update after pixels without a known end', () => {
    const hextile = '00 00 00 01 00 00 00 00 00 02 00 01 00 00 00 05 01 02';
    const readings = afterHandshake(
      ['received', hextile],
      ['received', '01 02 03'],
      ['received', hextile],
    );
    expect(summaries(readings)).toEqual([
      'FramebufferUpdate 1 rectangle · 2 B, not told apart',
      '3 B, not told apart',
      'FramebufferUpdate 1 rectangle · 2 B, not told apart',
    ]);
  });

  it('joins a message from the messages that it is cut into', () => {
    const readings = afterHandshake(
      ['sent', '04 01 00'],
      ['received', '02'],
      ['sent', '00 00 00 00 61 05'],
    );
    expect(readings[0]?.facts?.summary).toBe('beginning of a message');
    const inner = readings[2]?.decoded.inner;
    if (inner === undefined) throw new Error('nothing joined');
    const hint = { direction: 'sent', context: inner.context } as Hint;
    const layers = decodeLayers(inner.payload, hint, { pipeline: ['rfb', plain] });
    expect(factsOf(layers)?.summary).toBe('KeyEvent down a · beginning of a message');
  });

  it('names the fields', () => {
    expect(follow(rfb, handshake).at(-1)?.tree).toMatchObject([
      {
        width: 4,
        height: 2,
        'pixel format': { 'bits per pixel': 32, depth: 24, 'true colour': 1, 'red shift': 16 },
        name: 'hi',
      },
    ]);
  });

  it.each([
    ['sent', '09', 'rfb: no message of RFB begins with 9, at byte 0'],
    ['sent', '04 01', 'rfb: the message wants 8 bytes, 2 left, at byte 0'],
    ['sent', '06 00', 'rfb: the message is cut off, at byte 0'],
    ['received', '', 'rfb: the payload is empty, at byte 0'],
  ] as const)('says what is wrong with %s %s when nothing is known', (direction, hex, reason) => {
    expect(read(rfb, hex, { direction }).reason).toBe(reason);
  });

  it('is recognised and claimed by its version', () => {
    const payload = { bytes: version, isText: false };
    expect(rfb.recognises(payload, {})).toBeGreaterThan(0.9);
    expect(rfb.stream?.claims(payload, {})).toBeGreaterThan(0.9);
    for (const hex of ['02', '52 46 42 20 30 30 33 2e 30 30 38', '05 00 00 01 00 01'])
      expect(rfb.recognises(hexPayload(hex), {})).toBe(0);
  });

  it('bears everything', () => {
    const update =
      '00 00 00 01 00 00 00 00 00 04 00 02 00 00 00 07 40 01 01 01 02 03 04 05 06 f0 0f 02';
    torture(rfb, [update, serverInit, '02'].map(hexPayload), { direction: 'received' }, 3000);
    torture(
      rfb,
      ['02 00 00 02 00 00 00 07 ff ff ff 21', '04 01 00 00 00 00 00 61'].map(hexPayload),
      { direction: 'sent' },
      3000,
    );
    const state = rfb.stream?.initial;
    torture(rfb, [{ bytes: version, isText: false }], { direction: 'received', state }, 1000);
    let folded = state;
    for (const [direction, source] of handshake) {
      const payload = { bytes: typeof source === 'string' ? bytes(source) : source, isText: false };
      folded = rfb.stream?.advance(payload, { direction, state: folded });
    }
    torture(rfb, [hexPayload(update)], { direction: 'received', state: folded }, 3000);
  });
});
