import { describe, expect, it } from 'vitest';
import { grpcWebDecoder } from '../../../../panel/decoders/formats/grpc-web.ts';
import { bytes, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { binary, decodeBytes, falsePositives, shown } from './value-tests.ts';

const frame = (flags: number, content: Uint8Array): Uint8Array =>
  Uint8Array.from([flags, 0, 0, content.length >> 8, content.length & 0xff, ...content]);
const message = bytes('0a 05 68 65 6c 6c 6f 10 01');
const trailers = utf8('grpc-status:0\r\ngrpc-message:OK\r\n');
const whole = Uint8Array.from([...frame(0, message), ...frame(0x80, trailers)]);

describe('gRPC-Web', () => {
  it('hands a single message to the next layer, and shows the trailers', () => {
    const decoded = decodeBytes(grpcWebDecoder, whole);
    expect(decoded.inner).toMatchObject({ node: 4, decoder: 'protobuf' });
    expect(decoded.inner?.payload.bytes).toEqual(message);
    expect(shown(grpcWebDecoder, whole)).toBe(
      '[{flags: data, length: 9, message: <0a 05 68 65 6c 6c 6f 10 01>}, {flags: trailers, length: 32, trailers: "grpc-status:0\\u000d\\ngrpc-message:OK\\u000d\\n"}]'.replaceAll(
        '\\u000d',
        '\\r',
      ),
    );
  });

  it('puts an edited message back into its frame', () => {
    const edited = bytes('0a 03 62 79 65');
    const enclosed = grpcWebDecoder.enclose?.(binary(edited), binary(whole), {});
    expect(enclosed?.bytes).toEqual(
      Uint8Array.from([...frame(0, edited), ...frame(0x80, trailers)]),
    );
  });

  it('reads several messages in place', () => {
    const two = Uint8Array.from([...frame(0, message), ...frame(0, bytes('10 02'))]);
    expect(decodeBytes(grpcWebDecoder, two).inner).toBeUndefined();
    expect(shown(grpcWebDecoder, two)).toBe(
      '[{flags: data, length: 9, message: {"1": "hello", "2": 1}}, {flags: data, length: 2, message: {"2": 2}}]',
    );
  });

  it('leaves it open what a compressed message is packed with', () => {
    const inner = decodeBytes(grpcWebDecoder, frame(1, bytes('1f 8b 08'))).inner;
    expect(inner?.decoder).toBeUndefined();
    expect(inner?.payload.bytes).toEqual(bytes('1f 8b 08'));
  });

  it.each([
    ['', 'grpc-web: expected a frame, at byte 0, where the payload ends'],
    ['00 00', 'grpc-web: a frame wants 5 bytes, 2 left, at byte 0'],
    ['02 00 00 00 00', 'grpc-web: flags 2, which are none of a frame, at byte 0'],
    ['00 00 00 00 05 08', 'grpc-web: a frame wants 5 bytes, 1 left, at byte 0'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(decodeBytes(grpcWebDecoder, bytes(hex))).toMatchObject({ ok: false, reason });
  });

  it('is recognised by frames that fit', () => {
    expect(grpcWebDecoder.recognises(binary(whole), {})).toBe(0.95);
    expect(grpcWebDecoder.recognises(binary(frame(0, message)), {})).toBe(0.8);
    expect(grpcWebDecoder.recognises(binary(bytes('00 00 00 00 00')), {})).toBeLessThan(0.5);
    expect(grpcWebDecoder.recognises(binary(bytes('00 00 00 00 02 08')), {})).toBe(0);
    expect(falsePositives(grpcWebDecoder, 5_000)).toBe(0);
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(grpcWebDecoder, [binary(whole), binary(frame(1, message))]);
  }, 60_000);
});
