import { describe, expect, it } from 'vitest';
import { sockJs } from '../../../../panel/decoders/protocols/sock-js.ts';
import { sockJsStream } from '../../../../panel/decoders/protocols/sock-js-stream.ts';
import { textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';
import { follow, hexPayload, read } from './read.ts';

const address = { url: 'wss://chat.test/echo/123/abcdefgh/websocket' };

describe('SockJS', () => {
  // Frames of the protocol's own documentation.
  it.each([
    ['o', { summary: 'open', role: 'control' }, undefined],
    ['h', { summary: 'heartbeat', role: 'control', isHeartbeat: true }, undefined],
    ['a["hi"]', { summary: 'message "hi"' }, 'hi'],
    ['a["a\\u0000\\n"]', { summary: 'message "a\\u0000\\n"' }, 'a\u0000\n'],
    ['a["a","b","c"]', { summary: '3 messages, "a" …' }, undefined],
    ['a[]', { summary: 'no message' }, undefined],
    ['m"x"', { summary: 'message "x"' }, 'x'],
    ['c[3000,"Go away!"]', { summary: 'close 3000 Go away!', role: 'control' }, undefined],
    ['["one"]', { summary: 'message "one"' }, 'one'],
    ['"one"', { summary: 'message "one"' }, 'one'],
  ])('reads %s', (text, facts, inner) => {
    const reading = read(sockJs, `'${text}`);
    expect(reading).toMatchObject({ facts, reason: undefined });
    expect(reading.inner).toBe(inner);
    expect(sockJs.recognises(textPayload(text), address)).toBeGreaterThan(0.9);
  });

  it.each([
    ["'", 'sockjs: no frame, one of o, h, a, m, c or [, at byte 0'],
    ["'x", 'sockjs: no frame, one of o, h, a, m, c or [, at byte 0'],
    ['\'a["a"', "sockjs: expected ',' or ']', at byte 5"],
    ["'o!", 'sockjs: 1 byte left over, at byte 1'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(read(sockJs, text).reason).toBe(reason);
  });

  it('is recognised by its address, or by frames that are whole', () => {
    const sure = (text: string, hint = {}) => sockJs.recognises(textPayload(text), hint);
    for (const text of ['a["x"]', 'c[3000,"Go away!"]']) expect(sure(text)).toBeGreaterThan(0.5);
    for (const text of ['o', 'h', '["x"]', 'a["x"', 'a[1]', 'c[here,"x"]', 'a["x", y]'])
      expect(sure(text)).toBe(0);
    expect(sure('hello', address)).toBe(0);
    expect(sure('["x"]', { ...address, outer: ['sockjs'] })).toBe(0);
    expect(sure('["x"]', { url: 'wss://chat.test/echo/websocket' })).toBe(0);
    expect(sockJs.recognises(hexPayload('6f'), address)).toBe(0);
  });

  it('does not take the port of a Phoenix server for three digits of its own', () => {
    const url = 'ws://localhost:4000/socket/websocket?vsn=2.0.0';
    expect(sockJs.recognises(textPayload('["1","1","room:1","phx_join",{}]'), { url })).toBe(0);
  });

  it('puts another text into the same frame', () => {
    const enclose = (original: string) =>
      sockJs.enclose?.(textPayload('say "hi"'), textPayload(original), {});
    expect(enclose('a["x"]')).toEqual(textPayload('a["say \\"hi\\""]'));
    expect(enclose('["x"]')).toEqual(textPayload('["say \\"hi\\""]'));
    expect(enclose('m"x"')).toEqual(textPayload('m"say \\"hi\\""'));
  });

  it('remembers what is spoken inside, also across frames that hold several texts', () => {
    const readings = follow(
      sockJs,
      [
        ['received', "'o"],
        ['sent', `'["CONNECT\\naccept-version:1.2\\n\\n\\u0000"]`],
        [
          'received',
          `'a["CONNECTED\\nversion:1.2\\n\\n\\u0000","MESSAGE\\ndestination:/a\\n\\nhe"]`,
        ],
        ['received', `'a["llo\\u0000"]`],
        ['received', `'a["MESSAGE\\n`],
        ['received', `'a["\\n"]`],
      ],
      address,
    );
    const [, connect, , rest, , beat] = readings.map(({ decoded }) => decoded.inner);
    // Recognised by itself: what came before has told nothing.
    expect(connect?.decoder).toBeUndefined();
    for (const inner of [rest, beat]) expect(inner?.decoder).toBe('stomp');
    expect(rest?.context).toMatchObject({ version: '1.2', received: { byteLength: 26 } });
    expect(beat?.context).toMatchObject({ received: { byteLength: 0 } });
  });

  it('stops looking at texts that nobody claims', () => {
    const state = Array.from({ length: 20 }).reduce<unknown>(
      (before) => sockJsStream.advance(textPayload('["hi"]'), { state: before, direction: 'sent' }),
      sockJsStream.initial,
    );
    const connect = textPayload('["CONNECT\\n\\n\\u0000"]');
    expect(sockJsStream.advance(connect, { state })).toBe(state);
  });

  it('claims the sessions of SockJS, and no other socket', () => {
    const sure = (text: string, hint = {}) => sockJsStream.claims(textPayload(text), hint);
    for (const text of ['o', 'h', 'a["x"]', '["x"]'])
      expect(sure(text, address)).toBeGreaterThan(0.9);
    expect(sure('{"a":1}', address)).toBe(0);
    expect(sure('a["x"]')).toBe(0);
  });

  it('bears everything', () => {
    const texts = ['o', 'a["x","y"]', 'a["one\\n"]', 'c[3000,"Go away!"]', '["x"]', 'm"x"'];
    torture(sockJs, texts.map(textPayload), address);
  });
});
