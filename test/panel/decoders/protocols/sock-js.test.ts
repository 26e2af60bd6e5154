import { describe, expect, it } from 'vitest';
import { sockJs } from '../../../../panel/decoders/protocols/sock-js.ts';
import { textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';
import { hexPayload, read } from './read.ts';

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

  it('bears everything', () => {
    const texts = ['o', 'a["x","y"]', 'a["one\\n"]', 'c[3000,"Go away!"]', '["x"]', 'm"x"'];
    torture(sockJs, texts.map(textPayload), address);
  });
});
