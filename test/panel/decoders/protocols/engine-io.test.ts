import { encodePacket } from 'engine.io-parser';
import { describe, expect, it } from 'vitest';
import { engineIo } from '../../../../panel/decoders/protocols/engine-io.ts';
import { bytes, textPayload, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { follow, hexPayload, read } from './read.ts';

const v4 = { url: 'wss://chat.test/socket.io/?EIO=4&transport=websocket' };
const v3 = { url: 'wss://chat.test/socket.io/?EIO=3&transport=websocket' };
const open = '0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

describe('Engine.IO', () => {
  // Packets of the protocol's own documentation, with what they mean.
  it.each([
    [open, { summary: 'open abc', role: 'control' }, undefined],
    ['1', { summary: 'close', role: 'control' }, undefined],
    ['2', { summary: 'ping', role: 'control', isHeartbeat: true }, undefined],
    ['3', { summary: 'pong', role: 'control', isHeartbeat: true }, undefined],
    ['2probe', { summary: 'ping probe', role: 'control' }, undefined],
    ['4hello', { summary: 'message "hello"' }, 'hello'],
    ['5', { summary: 'upgrade', role: 'control' }, undefined],
    ['6', { summary: 'noop', role: 'control' }, undefined],
    ['bAQID', { summary: 'message 3 B' }, '\u0001\u0002\u0003'],
  ])('reads %s', (text, facts, inner) => {
    expect(read(engineIo, `'${text}`, v4)).toMatchObject({ facts, reason: undefined });
    expect(read(engineIo, `'${text}`, v4).inner).toBe(inner);
  });

  it('names the fields of the handshake', () => {
    expect(read(engineIo, `'${open}`, v4).tree).toMatchObject({
      packet: 'open',
      handshake: { sid: 'abc', pingInterval: 25000 },
    });
  });

  it('takes all bytes for a message in version 4, and the first for the type in version 3', () => {
    expect(read(engineIo, '04 41 42', v4)).toMatchObject({ inner: '\u0004AB' });
    expect(read(engineIo, '04 41 42', v3)).toMatchObject({
      inner: 'AB',
      tree: { packet: 'message', data: bytes('41 42') },
    });
    expect(read(engineIo, "'b4QUI=", v3).inner).toBe('AB');
  });

  it.each([
    ["'", 'engine.io: no packet type, a digit from 0 to 6, at byte 0'],
    ["'7x", 'engine.io: no packet type, a digit from 0 to 6, at byte 0'],
    ['\'0{"sid":', 'engine.io: expected a value, at byte 8'],
    ["'bA!", "engine.io: base64: '!' is not in the alphabet, at character 1, at byte 1"],
  ])('says what is wrong with %s', (text, reason) => {
    expect(read(engineIo, text, v4).reason).toBe(reason);
  });

  it('is recognised by the address, or by packets that nothing else looks like', () => {
    const sure = (text: string, hint = {}) => engineIo.recognises(textPayload(text), hint);
    for (const text of ['2', '40', '4x', open]) expect(sure(text, v4)).toBeGreaterThan(0.95);
    for (const text of [open, '42["a",1]', '42/ns,7["a"]', '451-["a",{}]', '2probe'])
      expect(sure(text)).toBeGreaterThan(0.9);
    for (const text of ['2', '3', '40', '42', '4.5', '42 is the answer', '0', '42["a', 'open'])
      expect(sure(text)).toBe(0);
    expect(sure('hello', v4)).toBe(0);
    expect(engineIo.recognises(hexPayload('04 01'), {})).toBe(0);
  });

  it('claims a socket by its address or its first packet', () => {
    expect(engineIo.stream?.claims(textPayload('2'), v4)).toBe(1);
    expect(engineIo.stream?.claims(textPayload(open), {})).toBeGreaterThan(0.9);
    expect(engineIo.stream?.claims(textPayload('2'), {})).toBe(0);
  });

  it('says which event a binary message belongs to, in each direction for itself', () => {
    const all = follow(
      engineIo,
      [
        ['sent', '\'452-["photo",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'],
        ['received', '99'],
        ['sent', '01'],
        ['received', "'2"],
        ['sent', '02 03'],
        ['sent', '04'],
      ],
      v4,
    ).map(({ facts }) => facts?.summary);
    expect(all.slice(1)).toEqual([
      'message 1 B',
      'attachment 1 of 2 of emit "photo"',
      'ping',
      'attachment 2 of 2 of emit "photo"',
      'message 1 B',
    ]);
  });

  it('puts another content into the same packet', () => {
    const inner = textPayload('2["b"]');
    expect(engineIo.enclose?.(inner, textPayload('42["a"]'), v4)).toEqual(textPayload('42["b"]'));
    const raw = hexPayload('07');
    expect(engineIo.enclose?.(raw, hexPayload('01'), v4)).toEqual(raw);
    expect(engineIo.enclose?.(raw, hexPayload('04 01'), v3)).toEqual(hexPayload('04 07'));
    expect(engineIo.enclose?.(raw, textPayload('bAQ=='), v4)).toEqual(textPayload('bBw=='));
  });

  it('reads what engine.io-parser writes', () => {
    for (const type of ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const) {
      const data = type === 'open' ? '{"sid":"a"}' : 'some text';
      encodePacket({ type, data }, true, (encoded) => {
        expect(read(engineIo, `'${String(encoded)}`, v4).tree).toMatchObject({ packet: type });
      });
    }
    encodePacket({ type: 'message', data: Buffer.from('abc') }, false, (encoded) => {
      expect(read(engineIo, `'${String(encoded)}`, v4).inner).toBe('abc');
    });
  });

  it('bears everything', () => {
    const texts = [open, '2probe', '42["a",1]', 'bAQID', '4'];
    torture(engineIo, texts.map(textPayload), v4);
    torture(engineIo, [...texts.map(textPayload), hexPayload('04 01 02')], v3, 2000);
    torture(engineIo, [{ bytes: utf8('42["a",1]'), isText: false }], {}, 2000);
  });
});
