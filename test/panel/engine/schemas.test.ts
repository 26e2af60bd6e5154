import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import type { MessageRule } from '../../../panel/engine/engine-contract.ts';
import { bytes as wire } from '../decoders/bytes.ts';
import { createRecordedEngine } from '../model/recorded-engine.ts';
import { create, open } from './har/recorded-session.ts';
import { sent } from './recorded.ts';

const shop = `syntax = "proto3"; package shop;
message Order { int64 id = 1; string customer = 2; }
message Note { string text = 1; }`;
const files = [{ name: 'shop.proto', content: shop }];
/** {id: 7, customer: "Ada"} */
const order = '08 07 12 03 41 64 61';

/** A socket on which binary messages came in, then one was sent: rows from 1 on. */
async function recordedMessages(...received: readonly string[]) {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    create(packer, 1, 0);
    open(packer, 1, 0);
    for (const hex of received)
      packer.bytes(recordKind.received, recordFlag.binary, 1, 0, wire(hex));
    packer.bytes(recordKind.sent, recordFlag.binary, 1, 0, wire(order));
  });
  await recorded.show(1);
  const { engine } = recorded;
  return {
    ...recorded,
    load: () => engine.ask('loadSchemas', { files }),
    rule: (rules: readonly MessageRule[]) => engine.order({ kind: 'messageRules', rules }),
    async summaries(view = 1) {
      const answer = await engine.ask('rows', { view, start: 0, count: 20 });
      const rows = answer?.rows.filter(({ kind }) => kind === 'sent' || kind === 'received') ?? [];
      return rows.map(({ decodedAs, summary }) => `${decodedAs} ${summary}`);
    },
  };
}
const any: MessageRule = { url: '', direction: null, leading: null, messageType: 'shop.Order' };

describe('messages of the user’s types', () => {
  it('are told by rules: in the list, in a filter, and again when the rules change', async () => {
    const { load, rule, summaries, show, settle } = await recordedMessages(order);
    await load();
    rule([{ ...any, direction: 'received' }]);
    expect(await summaries()).toEqual([
      'shop.Order {id: 7, customer: "Ada"}',
      expect.not.stringContaining('shop'),
    ]);
    await show(2, 'decoder:protobuf.shop');
    expect(await summaries(2)).toHaveLength(1);
    rule([any]);
    await settle();
    expect(await summaries(2)).toHaveLength(2);
    await show(3, 'decoded:"customer: Ada" dir:sent');
    expect(await summaries(3)).toHaveLength(1);
    rule([]);
    await settle();
    expect(await summaries(3)).toEqual([]);
  });

  it('are told by a number in front of them', async () => {
    const { load, rule, summaries } = await recordedMessages(`01 ${order}`, '02 0a 02 68 69');
    await load();
    const leading = (value: number) => ({ format: 'u8', value }) as const;
    rule([
      { ...any, leading: leading(1) },
      { ...any, leading: leading(2), messageType: 'shop.Note' },
    ]);
    expect((await summaries()).slice(0, 2)).toEqual([
      'shop.Order {id: 7, customer: "Ada"}',
      'shop.Note {text: "hi"}',
    ]);
  });

  it('are told again after the log was cleared', async () => {
    const { engine, load, rule, record, settle, summaries } = await recordedMessages(order);
    await load();
    rule([any]);
    engine.order({ kind: 'clear', isNavigation: false });
    record((packer) => packer.bytes(recordKind.received, recordFlag.binary, 1, 0, wire(order)));
    await settle();
    expect(await summaries()).toEqual(['shop.Order {id: 7, customer: "Ada"}']);
  });

  it('are offered for a message, those first that know its fields, and for no text', async () => {
    const { engine, load, record } = await recordedMessages('08 07');
    record((packer) => sent(packer, 1, 0, 'a text'));
    expect((await engine.ask('decoderChoices', { row: 1, layer: null })).types).toEqual([]);
    await load();
    const { types } = await engine.ask('decoderChoices', { row: 1, layer: null });
    expect(types.map(({ label, confidence }) => [label, confidence])).toEqual([
      ['shop.Order', 1],
      ['shop.Note', 0],
    ]);
    expect((await engine.ask('decoderChoices', { row: 3, layer: null })).types).toEqual([]);
  });

  it('are pinned as other layers are, and read without a schema once it is gone', async () => {
    const { engine, load } = await recordedMessages(order);
    await load();
    const pipeline = ['protobuf.shop.Order'];
    engine.order({ kind: 'pipelines', rules: [], ofRow: { row: 1, pipeline } });
    const labels = async () =>
      (await engine.ask('message', { row: 1 }))?.decoded.layers.map(({ label }) => label);
    expect(await labels()).toEqual(['shop.Order']);
    await engine.ask('loadSchemas', { files: [] });
    expect(await labels()).not.toContain('shop.Order');
  });

  it('are edited by their names, and what does not fit says so at its place', async () => {
    const { engine, load, rule } = await recordedMessages(`01 ${order}`);
    await load();
    rule([{ ...any, leading: { format: 'u8', value: 1 } }]);
    const editable = await engine.ask('editableText', { row: 1 });
    expect(editable).toMatchObject({ label: 'shop.Order', isExact: true, language: 'json' });
    if (editable === null) throw new Error('it cannot be edited');
    const encode = (text: string) =>
      engine.ask('encodeEdited', {
        text,
        pipeline: editable.pipeline,
        original: wire(`01 ${order}`),
        isText: false,
        hint: { url: '', subprotocol: '', direction: 'received' },
      });
    expect(await encode(editable.text.replace('Ada', 'Bo'))).toEqual({
      ...{ ok: true, isText: false },
      bytes: wire('01 08 07 12 02 42 6f'),
    });
    expect(await encode('{\n  "id": "7",\n  "customer": 5\n}')).toMatchObject({
      ...{ ok: false, line: 3, column: 15 },
    });
  });
});

describe('loading schemas', () => {
  it('says what each file defines and what is wrong with it', async () => {
    const { engine } = createRecordedEngine();
    const report = await engine.ask('loadSchemas', {
      files: [...files, { name: 'bad.proto', content: 'syntax = "proto3";\nmessage {}' }],
    });
    expect(report).toEqual({
      files: [
        { name: 'shop.proto', messages: 2, enums: 0, errors: [], errorCount: 0 },
        {
          ...{ name: 'bad.proto', messages: 0, enums: 0, errorCount: 1 },
          errors: [{ line: 2, text: "'{' stands where a name is due" }],
        },
      ],
      types: ['shop.Note', 'shop.Order'],
    });
  });

  it('takes the last of several that overtake each other', async () => {
    const { engine, load, rule, summaries } = await recordedMessages(order);
    rule([any]);
    const first = load();
    await engine.ask('loadSchemas', { files: [] });
    await first;
    expect((await summaries())[0]).not.toContain('shop.Order');
  });
});
