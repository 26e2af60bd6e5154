import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { MessageType, SchemaSet } from '../../../../panel/decoders/formats/protobuf-schema.ts';
import { loadSchemaSet } from '../../../../panel/decoders/formats/protobuf-schema-load.ts';
import { bytes, utf8 } from '../bytes.ts';
import { seededRandom } from '../torture.ts';
import { shopDescriptorBytes, shopProto, shopSetOf } from './shop-schema.ts';

const load = (...files: [name: string, content: string | Uint8Array][]) =>
  loadSchemaSet(files.map(([name, content]) => ({ name, content })));
const fieldsOf = (set: SchemaSet, name: string) => [
  ...(set.messages.get(name)?.fields.values() ?? []),
];

/** Map entries have other names in descriptors. */
const comparable = ({ fields }: MessageType) =>
  [...fields.values()].map((field) => ({
    ...field,
    typeName: field.typeName.replace(/(Stock|ByNumber)Entry$|(stock|by_number)\.Entry$/, 'entry'),
  }));

describe('a schema set', () => {
  it('is the same from text and from descriptors', async () => {
    const text = await load(['shop.proto', shopProto]);
    const descriptors = await load(['shop.binpb', shopDescriptorBytes]);
    expect(text.errors).toEqual([]);
    expect(descriptors.errors).toEqual([]);
    for (const name of [
      'shop.v1.Order',
      'shop.v1.Order.Item',
      'google.protobuf.Value',
      'google.protobuf.Any',
    ]) {
      const [one, other] = [text.messages.get(name), descriptors.messages.get(name)];
      if (one === undefined || other === undefined) throw new Error(`no ${name}`);
      expect(comparable(one)).toEqual(comparable(other));
    }
    expect(text.enums.get('shop.v1.Order.State')).toEqual(
      descriptors.enums.get('shop.v1.Order.State'),
    );
    expect(text.messages.get('shop.v1.Order.stock.Entry')).toMatchObject({ isMapEntry: true });
    expect(descriptors.messages.get('shop.v1.Order.StockEntry')).toMatchObject({
      isMapEntry: true,
    });
  });

  it('is plain data that can be sent to a worker', async () => {
    const set = await load(['shop.proto', shopProto]);
    expect(structuredClone(set)).toEqual(set);
  });

  it('joins files that import each other, in any order', async () => {
    const set = await load(
      [
        'a.proto',
        'syntax = "proto3"; package a; import "lib/b.proto"; message A { b.B one = 1; B.C two = 2; message B { message C {} } }',
      ],
      ['b.proto', 'syntax = "proto3"; package b; message B { int32 x = 1; }'],
    );
    expect(set.errors).toEqual([]);
    expect(fieldsOf(set, 'a.A').map(({ typeName }) => typeName)).toEqual(['b.B', 'a.A.B.C']);
  });

  it('knows groups, required fields and extensions of proto2, and what is packed', async () => {
    const set = await load([
      'old.proto',
      'syntax = "proto2"; package o; message M { required int32 a = 1; repeated group Part = 2 { optional string s = 1; } repeated int32 loose = 3; repeated int32 tight = 4 [packed = true]; extensions 100 to max; } extend M { optional string note = 100; }',
    ]);
    expect(set.errors).toEqual([]);
    expect(fieldsOf(set, 'o.M')).toMatchObject([
      { name: 'a', isRequired: true },
      { kind: 'message', typeName: 'o.M.Part', isRepeated: true, isDelimited: true },
      { name: 'loose', isPacked: false },
      { name: 'tight', isPacked: true },
      { name: '[o.note]', jsonName: '[o.note]', number: 100, kind: 'string' },
    ]);
  });

  it('knows the features of editions', async () => {
    const set = await load([
      'new.proto',
      'edition = "2023"; package e; message M { repeated int32 tight = 1; repeated int32 loose = 2 [features.repeated_field_encoding = EXPANDED]; M inner = 3 [features.message_encoding = DELIMITED]; int32 must = 4 [features.field_presence = LEGACY_REQUIRED]; }',
    ]);
    expect(set.errors).toEqual([]);
    expect(fieldsOf(set, 'e.M')).toMatchObject([
      { isPacked: true },
      { isPacked: false },
      { isDelimited: true },
      { isRequired: true },
    ]);
  });

  it('counts what each file defines', async () => {
    const { files } = await load(
      ['shop.proto', shopProto],
      ['a.proto', 'syntax = "proto3"; package a; enum E { X = 0; } message A {}'],
      ['empty.proto', ''],
    );
    expect([...files]).toEqual([
      ['shop.proto', { messages: 2, enums: 1 }],
      ['a.proto', { messages: 1, enums: 1 }],
      ['empty.proto', { messages: 0, enums: 0 }],
    ]);
    const fromSet = await load(['one.binpb', shopSetOf('shop.proto')]);
    expect([...fromSet.files]).toEqual([['one.binpb', { messages: 2, enums: 1 }]]);
  });

  it('needs no file of the Protobuf distribution', async () => {
    const set = await load([
      'options.proto',
      `syntax = "proto3"; package p;
      import "google/protobuf/descriptor.proto"; import "google/protobuf/empty.proto";
      import "google/protobuf/api.proto"; import "google/protobuf/type.proto";
      import "google/protobuf/source_context.proto"; import "google/api/annotations.proto";
      extend google.protobuf.FieldOptions { string unit = 50001; }
      message M { int32 length = 1 [(unit) = "m"]; google.protobuf.Empty none = 2;
        google.protobuf.Api api = 3; google.protobuf.FileDescriptorProto file = 4; }
      service S { rpc Ask(M) returns (M) { option (google.api.http) = { get: "/v1/{length=*}" }; } }`,
    ]);
    expect(set.errors).toEqual([]);
    expect(fieldsOf(set, 'p.M').map(({ typeName }) => typeName)).toEqual([
      '',
      'google.protobuf.Empty',
      'google.protobuf.Api',
      'google.protobuf.FileDescriptorProto',
    ]);
  });

  it('says which types a descriptor set names and lacks, and what to do', async () => {
    const { errors } = await load(['one.binpb', shopSetOf('shop.proto')]);
    expect(errors[0]).toEqual({
      file: 'one.binpb',
      line: 0,
      text: 'shop.v1.Order.at: no type google.protobuf.Timestamp is known: write the set with protoc --include_imports',
    });
  });

  it('says in which file and line something is wrong, and keeps the other files', async () => {
    const set = await load(
      ['good.proto', 'syntax = "proto3"; message Good { int32 a = 1; }'],
      ['bad.proto', 'syntax = "proto3";\nmessage Bad {\n  int32 = 1;\n}'],
      [
        'lost.proto',
        'syntax = "proto3";\n\nimport "nowhere.proto";\nmessage Lost {\n  Nothing it = 1;\n}',
      ],
      ['none.binpb', bytes('ff ff ff')],
    );
    expect(set.messages.has('Good')).toBe(true);
    expect(set.errors).toEqual([
      {
        file: 'none.binpb',
        line: 0,
        text: 'no FileDescriptorSet: write one with protoc --descriptor_set_out',
      },
      { file: 'bad.proto', line: 3, text: "'=' stands where a name is due" },
      { file: 'lost.proto', line: 3, text: '"nowhere.proto" is not among the files: add it too' },
      { file: 'lost.proto', line: 5, text: 'Lost.it: no type Nothing is known' },
    ]);
  });

  it.each([
    ['message {}', 1, "'{' stands where a name is due"],
    ['message A {\n  int32 a 1;\n}', 2, "'=' is due before '1'"],
    ['message A {\n  int32 a = 1;\n', 3, 'the file ends too early: is a bracket still open?'],
    ['message A {\n  int32 a = 1', 2, 'the file ends where'],
    ['message A {\n  int32 a = x;\n}', 2, "'x' stands where a whole number is due"],
    ['\nhello', 2, "'hello' cannot stand here"],
    [
      'message A {\n  int32 a = 1;\n  int32 b = 1;\n}\nmessage B {}',
      3,
      'A has the number 1 twice: give one of them another',
    ],
    ['message A {\n  int32 a = 1;\n  int32 a = 2;\n}', 3, 'a is defined twice: rename one'],
    ['message A {}\n\nmessage A {}\n', 3, 'A is defined twice: rename one'],
    ['message A {\n  reserved 7;\n  int32 a = 7;\n}', 3, 'A reserves 7: take another'],
    ['/* no end', 1, 'a comment that does not end'],
  ])('says where and how to correct %j', async (text, line, words) => {
    const { errors } = await load(['a.proto', `syntax = "proto3"; ${text}`]);
    expect(errors).toMatchObject([{ file: 'a.proto', line, text: expect.stringContaining(words) }]);
  });

  it('says when two files define the same', async () => {
    const { errors } = await load(
      ['a.proto', 'syntax = "proto3"; message A {}'],
      ['copy/a.proto', 'syntax = "proto3";\n\nmessage A {}'],
    );
    expect(errors).toEqual([
      {
        file: 'copy/a.proto',
        line: 3,
        text: 'A is defined in another file too: remove one of the files',
      },
    ]);
  });

  it('never throws on damaged files', async () => {
    const random = seededRandom(3);
    for (let round = 0; round < 300; round += 1) {
      const damaged = Uint8Array.from(shopDescriptorBytes);
      for (let edits = 0; edits < 5; edits += 1) damaged[random(damaged.length)] = random(256);
      await load(['damaged.binpb', damaged.subarray(0, random(damaged.length))]);
      const text = utf8(shopProto);
      for (let edits = 0; edits < 3; edits += 1) text[random(text.length)] = 32 + random(90);
      await load(['damaged.proto', new TextDecoder().decode(text)]);
    }
  });

  it('reads texts where no code may be made from strings, as in an extension', () => {
    const program = `
      const protobuf = require('protobufjs');
      const { root } = protobuf.parse('syntax = "proto3"; message M { int32 a = 1; }', { keepCase: true });
      root.resolveAll();
      console.log(root.lookupType('M').fieldsArray[0].packed);
      try { new Function('return 1')(); console.log('code was made'); } catch { console.log('no code'); }`;
    const output = execFileSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--input-type=commonjs', '-e', program],
      { encoding: 'utf8' },
    );
    expect(output).toBe('true\nno code\n');
  });
});
