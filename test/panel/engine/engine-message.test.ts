import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import type { EngineCall, EngineCalls } from '../../../panel/engine/engine-contract.ts';
import { open } from './har/recorded-session.ts';
import { createInMemoryEngine } from './in-memory-engine.ts';
import { newRecorder, sent, utf8 } from './recorded.ts';

/** An engine with what `act` recorded, and a way to ask it. */
function engineWith(act: (packer: RecordPacker) => void) {
  const { engine } = createInMemoryEngine();
  const recorder = newRecorder();
  engine.obey({ kind: 'documentCame', document: 1, url: 'https://a.test/', isTop: true });
  const write = (more: (packer: RecordPacker) => void): void => {
    for (const batch of recorder.batches(more)) engine.obey({ kind: 'batch', document: 1, batch });
  };
  write(act);
  const ask = <Call extends EngineCall>(call: Call, question: EngineCalls[Call]['ask']) =>
    engine.answer(call, question, 0);
  return { ask, write };
}
const bytes = (packer: RecordPacker, ...values: number[]): void => {
  packer.bytes(recordKind.received, recordFlag.binary, 1, 0, Uint8Array.from(values));
};

const noCopy = { path: '', value: '', json: '', hex: '' };

describe('a message that is looked at', () => {
  it('is decoded as a tree, whose nodes are fetched', async () => {
    const { ask } = engineWith((packer) => sent(packer, 1, 0, '{"a":[10,20,30],"b":"x"}'));
    const message = await ask('message', { row: 0 });
    const root = message?.decoded.layers[0]?.root;
    if (root === undefined || root === null) throw new Error('not decoded');
    expect(root).toMatchObject({ kind: 'object', childCount: 2, key: null });
    const children = await ask('nodes', { row: 0, layer: 0, node: root.node, start: 0, count: 10 });
    expect(children.map(({ key, kind }) => [key, kind])).toEqual([
      ['a', 'array'],
      ['b', 'string'],
    ]);
    const array = children[0]?.node ?? -1;
    const elements = await ask('nodes', { row: 0, layer: 0, node: array, start: 1, count: 1 });
    expect(elements).toMatchObject([{ text: '20', index: 1, key: null }]);
    const element = elements[0]?.node ?? -1;
    expect(await ask('nodeCopy', { row: 0, layer: 0, node: element })).toEqual({
      path: '$.a[1]',
      value: '20',
      json: '20',
      hex: '32 30',
    });
  });

  it('that nothing recognises says so', async () => {
    const { ask } = engineWith((packer) => bytes(packer, 0xff, 0xfe));
    expect(await ask('message', { row: 0 })).toMatchObject({
      ...{ decoded: { layers: [], facts: null }, storedBytes: 2, isBinary: true, kind: 'received' },
    });
    expect(await ask('nodes', { row: 0, layer: 0, node: 0, start: 0, count: 9 })).toEqual([]);
    expect(await ask('nodeCopy', { row: 0, layer: 0, node: 0 })).toEqual(noCopy);
  });

  it('is decoded anew when the rest of its payload has come', async () => {
    let sequence = -1;
    const { ask, write } = engineWith((packer) => {
      sequence = packer.later(recordKind.sent, 0, 1, 0, 7);
    });
    expect(await ask('message', { row: 0 })).toMatchObject({
      ...{ isPending: true, storedBytes: 0, decoded: { layers: [] } },
    });
    write((packer) => packer.payload(sequence, 0, utf8('{"a":1}')));
    expect(await ask('message', { row: 0 })).toMatchObject({
      ...{ isPending: false, storedBytes: 7, decoded: { layers: [{ decoder: 'json' }] } },
    });
  });

  it('is none when the row is an event or is not there', async () => {
    const { ask } = engineWith((packer) => open(packer, 1, 0));
    expect(await ask('message', { row: 0 })).toBeNull();
    expect(await ask('message', { row: 1 })).toBeNull();
  });
});

describe('the content of a message', () => {
  const content = (packer: RecordPacker): void => bytes(packer, ...Array(40).keys());

  it('is given in parts, as copies that can be kept', async () => {
    const { ask } = engineWith(content);
    expect([...(await ask('bytes', { row: 0, start: 3, end: 6 }))]).toEqual([3, 4, 5]);
    const end = Number.POSITIVE_INFINITY;
    const whole = await ask('bytes', { row: 0, start: 0, end });
    expect(whole).toHaveLength(40);
    expect(whole.buffer.byteLength).toBe(40);
    expect(await ask('bytes', { row: 0, start: 90, end: 99 })).toHaveLength(0);
  });

  it('is given as hex rows', async () => {
    const { ask } = engineWith(content);
    const { rows } = await ask('hexRows', {
      row: 0,
      layer: null,
      startRow: 1,
      count: 9,
      bytesPerRow: 16,
    });
    expect(rows.map(({ offset }) => offset)).toEqual(['00000010', '00000020']);
    expect(rows[1]).toEqual({
      offset: '00000020',
      bytes: '20 21 22 23 24 25 26 27',
      ascii: ` !"#$%&'`,
    });
    const behind = { row: 0, layer: null, startRow: 3, count: 5, bytesPerRow: 16 };
    expect(await ask('hexRows', behind)).toEqual({ rows: [], byteLength: 40 });
  });

  it('is given as text that hides nothing', async () => {
    const { ask } = engineWith((packer) => sent(packer, 1, 0, 'a\u202eb😀'));
    const part = await ask('textRuns', { row: 0, layer: null, start: 0, end: 7 });
    expect(part.runs.map(({ text }) => text)).toEqual(['a', '\\u202E', 'b']);
    expect([part.end, part.byteLength]).toEqual([5, 9]);
  });

  it('is copied as text or as hex', async () => {
    const { ask } = engineWith((packer) => {
      sent(packer, 1, 0, 'text');
      bytes(packer, 0xde, 0xad);
    });
    expect(await ask('copyText', { row: 0 })).toBe('text');
    expect(await ask('copyText', { row: 1 })).toBe('de ad');
  });

  it('of a row that is not there is empty', async () => {
    const { ask } = engineWith(() => undefined);
    expect(await ask('bytes', { row: 5, start: 0, end: 9 })).toHaveLength(0);
    const hex = { row: 5, layer: null, startRow: 0, count: 5, bytesPerRow: 16 };
    expect(await ask('hexRows', hex)).toEqual({ rows: [], byteLength: 0 });
    expect((await ask('textRuns', { row: 5, layer: null, start: 0, end: 9 })).runs).toEqual([]);
    expect(await ask('copyText', { row: 5 })).toBe('');
    expect(await ask('nodes', { row: 5, layer: 0, node: 0, start: 0, count: 9 })).toEqual([]);
    expect(await ask('nodeCopy', { row: 5, layer: 0, node: 0 })).toEqual(noCopy);
  });

  it('is forgotten with a clearing, also what was decoded of it', async () => {
    const { engine } = createInMemoryEngine();
    engine.obey({ kind: 'documentCame', document: 1, url: '', isTop: true });
    const recorder = newRecorder();
    const say = (text: string): void => {
      for (const batch of recorder.batches((packer) => sent(packer, 1, 0, text)))
        engine.obey({ kind: 'batch', document: 1, batch });
    };
    say('{"old":1}');
    await engine.answer('message', { row: 0 }, 0);
    engine.obey({ kind: 'clear', isNavigation: false });
    say('{"new":1}');
    const place = { row: 0, layer: 0, node: 0, start: 0, count: 1 };
    const [child] = await engine.answer('nodes', place, 0);
    expect(child?.key).toBe('new');
  });
});
