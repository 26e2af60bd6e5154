import { gzipSync } from 'node:zlib';
import {
  createFileRegistry,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonValue,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Decoder, Hint, Payload } from '../../../../panel/decoders/decoder.ts';
import {
  createMessageDecoder,
  createRuledDecoders,
} from '../../../../panel/decoders/formats/protobuf-message-decoder.ts';
import type { MessageRule } from '../../../../panel/decoders/formats/protobuf-message-rules.ts';
import type { SchemaSet } from '../../../../panel/decoders/formats/protobuf-schema.ts';
import { loadSchemaSet } from '../../../../panel/decoders/formats/protobuf-schema-load.ts';
import { decodeLayers } from '../../../../panel/decoders/layers.ts';
import { fullRegistry, type Registry } from '../../../../panel/decoders/registry.ts';
import { bytes, childrenByLinks, utf8 } from '../bytes.ts';
import { torture } from '../torture.ts';
import { shopDescriptors, shopProto } from './shop-schema.ts';
import {
  binary,
  decodeBytes,
  editedCopy,
  editText,
  readEdit,
  shown,
  tableOf,
} from './value-tests.ts';

const registry = createFileRegistry(shopDescriptors);
const orderDescriptor = registry.getMessage('shop.v1.Order') as DescMessage;

const oldProto = `syntax = "proto2"; package o;
message M { required int32 a = 1; repeated group Part = 2 { optional string s = 1; }
  optional M inner = 3; extensions 100 to max; }
extend M { optional string note = 100; }`;

let set: SchemaSet;
let order: Decoder;
let old: Decoder;
beforeAll(async () => {
  const files = { 'shop.proto': shopProto, 'old.proto': oldProto };
  set = await loadSchemaSet(Object.entries(files).map(([name, content]) => ({ name, content })));
  order = createMessageDecoder(set, 'shop.v1.Order') as Decoder;
  old = createMessageDecoder(set, 'o.M') as Decoder;
});

const whole: JsonValue = {
  id: '9007199254740993',
  customerName: 'Ada',
  items: [{ name: 'tea', amount: 2 }, { name: 'cup' }],
  stock: { tea: 5, cup: 0 },
  byNumber: { '-3': { name: 'x' } },
  state: 'PAID',
  history: ['OPEN', 'PAID', 'BROKEN'],
  cash: 12.5,
  signature: '3q0=',
  deltas: [-1, 2],
  loose: [7, 8],
  at: '2026-01-31T12:00:00.250Z',
  took: '-1.500s',
  extra: { a: [1, 'x', null, true, { b: {} }] },
  detail: { '@type': 'type.googleapis.com/shop.v1.Order.Item', name: 'in any', amount: 1 },
  maybe: '5',
  gift: false,
  ratio: 0.5,
  stamp: '18446744073709551615',
  offset: -7,
  count: 4294967295,
  anyValue: 'free',
  big: '18446744073709551615',
};
const encode = (json: JsonValue): Uint8Array =>
  toBinary(orderDescriptor, fromJson(orderDescriptor, json, { registry }));
const fieldsOf = (decoder: Decoder, payload: Uint8Array): Record<string, string> => {
  const table = tableOf(decoder, payload);
  return Object.fromEntries(
    childrenByLinks(table, 0).map((node) => [
      table.key(node) ?? '',
      `${table.kind(node)} ${table.type(node)}`,
    ]),
  );
};

describe('Protobuf with a schema', () => {
  it('reads every kind of field by name', () => {
    expect(shown(order, encode(whole))).toBe(
      '{id: 9007199254740993, customer_name: "Ada", items: [{name: "tea", amount: 2}, {name: "cup"}], ' +
        'stock: {tea: 5, cup: 0}, by_number: {"-3": {name: "x"}}, state: PAID, history: [OPEN, PAID, BROKEN], ' +
        'cash: 12.5, signature: <de ad>, deltas: [-1, 2], loose: [7, 8], at: 2026-01-31T12:00:00.250Z, took: -1.500s, ' +
        'extra: {fields: {a: {list_value: {values: [{number_value: 1}, {string_value: "x"}, {null_value: NULL_VALUE}, ' +
        '{bool_value: true}, {struct_value: {fields: {b: {struct_value: {}}}}}]}}}}, ' +
        'detail: {type_url: "type.googleapis.com/shop.v1.Order.Item", value: {name: "in any", amount: 1}}, ' +
        'maybe: 5, gift: false, ratio: 0.5, stamp: 18446744073709551615, offset: -7, count: 4294967295, ' +
        'any_value: {string_value: "free"}, big: 18446744073709551615}',
    );
  });

  it('says the type of each', () => {
    expect(fieldsOf(order, encode(whole))).toMatchObject({
      id: 'number int64',
      items: 'array repeated shop.v1.Order.Item',
      stock: 'object map',
      state: 'name shop.v1.Order.State 2',
      cash: 'number double · oneof payment',
      deltas: 'array repeated sint32',
      at: 'date google.protobuf.Timestamp',
    });
  });

  it('keeps and shows what the type does not know, or knows to be another type', () => {
    const payload = bytes('08 01 ca 3e 02 68 69 10 05 1a 04 0a 02 68 69');
    expect(shown(order, payload)).toBe('{id: 1, "1001": "hi", "2": 5, items: [{name: "hi"}]}');
    const decoded = decodeBytes(order, payload);
    expect(decoded.ok && decoded.warnings).toMatchObject([{ code: 'unusual', at: 7 }]);
  });

  it('reads packed numbers that are declared loose, and the other way', () => {
    expect(shown(order, bytes('62 02 07 08'))).toBe('{loose: [7, 8]}');
    expect(shown(order, bytes('58 01 58 04 5a 01 06'))).toBe('{deltas: [-1, 2, 3]}');
    expect(shown(order, bytes('30 63'))).toBe('{state: 99}');
  });

  it('reads entries of maps that lack a key or a value, or have them in another order', () => {
    expect(shown(order, bytes('22 00'))).toBe('{stock: {"": 0}}');
    expect(shown(order, bytes('22 05 10 07 0a 01 61 08 02'))).toBe('{stock: {a: 7}, id: 2}');
    expect(shown(order, bytes('2a 07 12 03 0a 01 78 08 05 08 02'))).toBe(
      '{by_number: {"5": {name: "x"}}, id: 2}',
    );
    expect(shown(order, bytes('2a 02 08 05'))).toBe('{by_number: {"5": {}}}');
  });

  it('reads groups and extensions of proto2, and misses what is required', () => {
    const payload = bytes('08 01 13 0a 01 78 14 13 14 a2 06 02 68 69');
    expect(shown(old, payload)).toBe('{a: 1, part: [{s: "x"}, {}], "[o.note]": "hi"}');
    expect(editedCopy(old, payload)).toEqual(payload);
    const lacking = decodeBytes(old, bytes('08 01 1a 00'));
    expect(lacking.ok && lacking.warnings.map(({ message }) => message)).toEqual([
      'protobuf: o.M lacks a, which is required, at byte 3',
    ]);
  });

  it.each([
    ['08', 'protobuf: id, a value of int64 that does not end, at byte 1, where the payload ends'],
    ['12 05 61', 'protobuf: customer_name wants 5 bytes, 1 left, at byte 1'],
    ['5a 02 01 80', 'protobuf: packed deltas that does not end with a whole value, at byte 3'],
    ['22 01 08', 'protobuf: an entry of a map that is damaged, at byte 0'],
    ['1a 02 0a 05 08 01', 'protobuf: name of 5 bytes, longer than its message, at byte 3'],
  ])('says what is wrong with %s', (hex, reason) => {
    const decoded = decodeBytes(order, bytes(hex));
    expect(decoded.ok ? '' : decoded.reason.replace(/at byte \d+/, 'at')).toBe(
      reason.replace(/at byte \d+/, 'at'),
    );
  });

  it('bears being cut off, mutated and followed by garbage', () => {
    torture(order, [binary(encode(whole))], {}, 1000);
    const small = [
      '22 05 10 07 0a 01 61',
      '1a 05 0a 01 78 10 02 5a 02 01 04',
      '6a 02 08 05 82 01 03 0a 01 78',
    ];
    torture(
      order,
      small.map((hex) => binary(bytes(hex))),
    );
    torture(old, [binary(bytes('08 01 13 0a 01 78 14 13 14 a2 06 02 68 69'))], {}, 2000);
  }, 60_000);
});

describe('ProtoJSON', () => {
  it('is what @bufbuild/protobuf writes and reads', () => {
    const payload = encode(whole);
    expect(JSON.parse(editText(order, payload))).toEqual(whole);
    const copy = fromBinary(orderDescriptor, editedCopy(order, payload));
    expect(toJson(orderDescriptor, copy, { registry })).toEqual(
      toJson(orderDescriptor, fromBinary(orderDescriptor, payload), { registry }),
    );
  });

  it('agrees with the library on any message', () => {
    const int32 = fc.integer();
    const text = fc.string({ unit: 'grapheme' });
    const item = fc.record({ name: text, amount: fc.nat() }, { requiredKeys: [] });
    const message = fc.record(
      {
        id: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }).map(String),
        customerName: text,
        items: fc.array(item, { minLength: 1 }),
        stock: fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          int32,
          { minKeys: 1 },
        ),
        byNumber: fc.dictionary(int32.map(String), item, { minKeys: 1 }),
        state: fc.constantFrom('OPEN', 'PAID', 'BROKEN'),
        card: text,
        deltas: fc.array(int32, { minLength: 1 }),
        loose: fc.array(int32, { minLength: 1 }),
        gift: fc.boolean(),
        cash: fc.double({ noNaN: true, noDefaultInfinity: true }),
        offset: int32,
        anyValue: fc.jsonValue({ maxDepth: 3 }),
        stamp: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(String),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(message, ({ card, cash, ...rest }) => {
        const payload = encode({
          ...rest,
          ...(card === undefined ? (cash === undefined ? {} : { cash }) : { card }),
        } as JsonValue);
        const copy = fromBinary(orderDescriptor, editedCopy(order, payload));
        const original = fromBinary(orderDescriptor, payload);
        expect(toJson(orderDescriptor, copy, { registry })).toEqual(
          toJson(orderDescriptor, original, { registry }),
        );
        expect(JSON.parse(editText(order, payload))).toEqual(
          toJson(orderDescriptor, original, { registry }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('keeps unknown fields', () => {
    const payload = bytes('08 01 ca 3e 02 68 69');
    expect(JSON.parse(editText(order, payload))).toEqual({ id: '1', $unknown: 'yj4CaGk=' });
    expect(editedCopy(order, payload)).toEqual(payload);
  });

  it('takes names of fields and of enums, and numbers as text', () => {
    expect(readEdit(order, '{"customer_name": "a", "state": 2, "count": "3", "id": 1.0}')).toBe(
      '12 01 61 30 02 b0 01 03 08 01',
    );
    expect(readEdit(order, '{"id": null, "ratio": "NaN"}')).toBe('9d 01 00 00 c0 7f');
    expect(readEdit(order, '{"at": "1969-12-31T23:59:59.5Z"}')).toBe(
      '6a 11 08 ff ff ff ff ff ff ff ff ff 01 10 80 ca b5 ee 01',
    );
  });

  it.each([
    ['[]', 'protobuf: expected an object for shop.v1.Order (1:1)'],
    ['{"nope": 1}', 'protobuf: shop.v1.Order has no field nope; it has id, customerName, items'],
    ['{"id": "x"}', 'protobuf: expected a whole number (1:8)'],
    ['{"count": -1}', 'protobuf: -1 does not fit into uint32 (1:11)'],
    ['{"state": "SOLD"}', 'protobuf: expected one of UNKNOWN, OPEN, PAID, BROKEN (1:11)'],
    ['{"customerName": 5}', 'protobuf: expected a value of string (1:18)'],
    ['{"items": {}}', 'protobuf: expected an array for items (1:11)'],
    ['{"stock": []}', 'protobuf: expected an object for stock (1:11)'],
    ['{"signature": "*"}', 'protobuf: expected base64 in quotes (1:15)'],
    ['{"at": "today"}', 'protobuf: expected a time as "2026-01-31T12:00:00Z" (1:8)'],
    ['{"took": "5"}', 'protobuf: expected a duration as "1.5s" (1:10)'],
    ['{"card": "a", "cash": 1}', 'protobuf: another field of the oneof payment is set (1:23)'],
    ['{"detail": {"@type": "a/no.Type"}}', 'protobuf: no type a/no.Type is known (1:12)'],
    ['{"gift": 1}', 'protobuf: expected a value of bool (1:10)'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(readEdit(order, text).startsWith(problem)).toBe(true);
  });

  it('wants what is required', () => {
    expect(readEdit(old, '{"part": [{"s": "x"}]}')).toContain('o.M wants a, which is required');
  });
});

describe('rules for message types', () => {
  const any = { url: '', direction: null, leading: null };
  const rules: readonly MessageRule[] = [
    { ...any, leading: { format: 'u16be', value: 3 }, messageType: 'not.Loaded' },
    {
      ...any,
      url: 'wss://*.shop.test/*/feed?*',
      leading: { format: 'u16be', value: 7 },
      messageType: 'shop.v1.Order',
    },
    { ...any, leading: { format: 'varint', value: 300 }, messageType: 'shop.v1.Order.Item' },
    { ...any, leading: { format: 'u32le', value: 9 }, messageType: 'shop.v1.Order.Item' },
    { ...any, direction: 'sent', messageType: 'o.M' },
  ];
  const url = 'wss://eu.shop.test/v1/feed?x=1';
  const ruledRegistry = (of: readonly MessageRule[] = rules): Registry => ({
    ...fullRegistry,
    decoders: [...fullRegistry.decoders, ...createRuledDecoders(set, of)],
  });
  const namesOf = (payload: Payload, hint: Hint, of?: readonly MessageRule[]): string =>
    decodeLayers(payload, hint, { registry: ruledRegistry(of) })
      .map(({ decoder, decoded }) => `${decoder.label}${decoded.ok ? '' : '!'}`)
      .join(' › ');
  const ruledOrder = (): Decoder =>
    createRuledDecoders(set, rules).find(({ label }) => label === 'shop.v1.Order') as Decoder;

  it('choose by address, direction and a leading number, the first that fits', () => {
    expect(namesOf(binary(bytes('00 07 08 01')), { url })).toBe('shop.v1.Order');
    expect(namesOf(binary(bytes('00 07 08 01')), { url: 'wss://other.test' })).toBe('');
    expect(namesOf(binary(bytes('ac 02 0a 01 61')), {})).toBe('shop.v1.Order.Item');
    expect(namesOf(binary(bytes('09 00 00 00 0a 01 61')), {})).toBe('shop.v1.Order.Item');
    expect(namesOf(binary(bytes('08 01')), { direction: 'sent' })).toBe('o.M');
    expect(namesOf(binary(bytes('08 01')), {})).toBe('');
    expect(namesOf({ ...binary(bytes('08 01')), isText: true }, { direction: 'sent' })).toBe('');
  });

  it('look into what is around a message: it is compressed, or in frames', () => {
    const zipped = binary(new Uint8Array(gzipSync(bytes('08 01'))));
    expect(namesOf(zipped, { direction: 'sent' })).toBe('gzip › o.M');
    const frame = binary(
      Uint8Array.from([
        ...bytes('00 00 00 00 03 0a 01 78 80 00 00 00 0d'),
        ...utf8('grpc-status:0'),
      ]),
    );
    expect(namesOf(frame, {})).toBe('gRPC-Web › Protobuf');
    const rule = { ...any, messageType: 'shop.v1.Order.Item' };
    expect(namesOf(frame, {}, [rule])).toBe('gRPC-Web › shop.v1.Order.Item');
  });

  it('show why a message is none of the type, where it is nothing else either', () => {
    expect(namesOf(binary(bytes('0b 08')), { direction: 'sent' })).toBe('o.M!');
  });

  it('keep the number in front when a message is edited', () => {
    const original = bytes('00 07 08 01');
    expect(editedCopy(ruledOrder(), original, { url })).toEqual(original);
    const fields = tableOf(ruledOrder(), original, { url });
    expect([fields.byteOffset(1), fields.byteLength(1)]).toEqual([3, 1]);
  });

  it('leave the number in front where the user chooses the type for another message', () => {
    expect(shown(ruledOrder(), bytes('08 01'))).toBe('{id: 1}');
  });
});
