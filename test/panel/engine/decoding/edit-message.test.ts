import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../../extension/protocol/record-layout.ts';
import { bytes, utf8 } from '../../decoders/bytes.ts';
import { createRecordedEngine } from '../../model/recorded-engine.ts';

const hint = { url: '', subprotocol: '', direction: 'received' } as const;

function opened(payload: Uint8Array, isText = false) {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    if (isText) packer.text(recordKind.received, 0, 1, 0, new TextDecoder().decode(payload));
    else packer.bytes(recordKind.received, recordFlag.binary, 1, 0, payload);
  });
  return recorded.engine;
}

describe('a message in decoded form', () => {
  it('is what its innermost layer can write, and gives the same bytes again', async () => {
    const payload = bytes('82 a7 63 6f 6d 70 61 63 74 c3 a6 73 63 68 65 6d 61 00');
    const engine = opened(payload);
    const editable = await engine.ask('editableText', { row: 0 });
    expect(editable).toMatchObject({ label: 'MessagePack', pipeline: ['msgpack'], isExact: true });
    expect(JSON.parse(editable?.text ?? '')).toEqual({ compact: true, schema: 0 });
    const text = '{"compact": false, "schema": 1}';
    const original = { pipeline: ['msgpack'], original: payload, isText: false, hint };
    expect(await engine.ask('encodeEdited', { text, ...original })).toEqual({
      ok: true,
      isText: false,
      bytes: bytes('82 a7 63 6f 6d 70 61 63 74 c2 a6 73 63 68 65 6d 61 01'),
    });
    expect(await engine.ask('encodeEdited', { text: '{"a":', ...original })).toMatchObject({
      ...{ ok: false, line: 1 },
    });
  });

  it('is put back into the layers around it', async () => {
    const payload = gzipSync(utf8('{"a":1}'));
    const engine = opened(payload);
    const editable = await engine.ask('editableText', { row: 0 });
    expect(editable).toMatchObject({ text: '{"a":1}', pipeline: ['gzip', 'json'] });
    const edited = await engine.ask('encodeEdited', {
      ...{ text: '{"a":2}', pipeline: ['gzip', 'json'], original: payload, isText: false, hint },
    });
    if (!edited.ok) throw new Error(edited.reason);
    expect(edited.isText).toBe(false);
    const again = opened(edited.bytes);
    expect((await again.ask('editableText', { row: 0 }))?.text).toBe('{"a":2}');
  });

  it('is none where nothing was recognised', async () => {
    expect(await opened(utf8('ping'), true).ask('editableText', { row: 0 })).toBeNull();
    expect(await opened(utf8('ping'), true).ask('editableText', { row: 7 })).toBeNull();
  });

  it('says what is wrong with bytes that have other layers', async () => {
    const engine = opened(utf8('x'), true);
    const ask = { pipeline: ['gzip', 'json'], bytes: utf8('{}'), isText: true, hint };
    expect(await engine.ask('decodeForEditing', ask)).toMatchObject({ ok: false });
    const good = { ...ask, bytes: gzipSync(utf8('[1]')), isText: false };
    expect(await engine.ask('decodeForEditing', good)).toEqual({ ok: true, text: '[1]' });
  });
});
