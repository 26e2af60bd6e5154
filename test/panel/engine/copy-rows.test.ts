import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import type { RecordPacker } from '../../../extension/protocol/record-packer.ts';
import { copyRows } from '../../../panel/engine/copy-rows.ts';
import type { CopyFormat } from '../../../panel/engine/engine-contract.ts';
import { Session } from '../../../panel/engine/session.ts';
import { open } from './har/recorded-session.ts';
import { newRecorder, received, sent } from './recorded.ts';

/** What is copied of all rows of a log. */
function copying(act: (packer: RecordPacker) => void) {
  const session = new Session({
    onSocket: () => undefined,
    onPayload: () => undefined,
    onAnswer: () => undefined,
    onBatch: () => undefined,
  });
  session.addDocument({ id: 1, url: '', isTop: true, isImported: false });
  for (const batch of newRecorder().batches(act)) session.append(1, batch);
  const { log } = session;
  let visits = 0;
  const walk = async (visit: (row: number) => boolean): Promise<void> => {
    for (let row = 0; row < log.rowCount; row++) {
      visits++;
      if (!visit(row)) return;
    }
  };
  const source = { log, urlOfSocket: (socket: number) => `wss://a.test/${socket}` };
  return {
    copy: (format: CopyFormat, maxChars?: number) => copyRows(source, format, walk, maxChars),
    visits: () => visits,
  };
}
const someBytes = (packer: RecordPacker, atMs: number): void => {
  packer.bytes(recordKind.received, recordFlag.binary, 1, atMs, Uint8Array.of(0x82, 0xa1, 0x61));
};

describe('copying messages', () => {
  it('gives one message as it is', async () => {
    const text = '{\r\n "a": "ж😀"\n}';
    const { copy } = copying((packer) => sent(packer, 1, 1, text));
    expect(await copy('text')).toEqual({ ok: true, text, messages: 1 });
  });

  it('gives several a line each, bytes as hex, and leaves out what happened to sockets', async () => {
    const { copy } = copying((packer) => {
      open(packer, 1, 0);
      sent(packer, 1, 1, 'two\nlines');
      someBytes(packer, 2);
      received(packer, 1, 3, '\r');
    });
    expect(await copy('text')).toEqual({
      ok: true,
      text: 'two\\nlines\n82 a1 61\n\\r',
      messages: 3,
    });
    expect(await copy('hex')).toMatchObject({
      text: '74 77 6f 0a 6c 69 6e 65 73\n82 a1 61\n0d',
    });
  });

  it('gives JSON that has all that a row shows', async () => {
    const { copy } = copying((packer) => {
      sent(packer, 1, 1, '"\n');
      someBytes(packer, 2000);
    });
    const outcome = await copy('json');
    expect(JSON.parse(outcome.ok ? outcome.text : '')).toEqual([
      {
        time: '1970-01-01T00:00:00.001Z',
        direction: 'sent',
        socket: expect.stringMatching(/^wss:\/\/a\.test\/\d+$/),
        type: 'text',
        size: 2,
        data: '"\n',
      },
      {
        time: '1970-01-01T00:00:02.000Z',
        direction: 'received',
        socket: expect.any(String),
        type: 'binary',
        size: 3,
        encoding: 'base64',
        data: 'gqFh',
      },
    ]);
  });

  it('says of a payload whose rest was lost that it is incomplete', async () => {
    const { copy } = copying((packer) => {
      packer.later(recordKind.sent, 0, 1, 9, 40);
    });
    const outcome = await copy('json');
    expect(JSON.parse(outcome.ok ? outcome.text : '')).toMatchObject([
      { size: 40, data: '', incomplete: true },
    ]);
  });

  it('says nothing of nothing', async () => {
    const { copy } = copying((packer) => open(packer, 1, 0));
    for (const format of ['text', 'json', 'hex'] as const)
      expect(await copy(format)).toEqual({ ok: true, text: '', messages: 0 });
  });

  it('stops at the first message with which it would be too long, before it is made', async () => {
    const { copy, visits } = copying((packer) => {
      for (let index = 0; index < 100; index++) sent(packer, 1, index, 'x'.repeat(99));
    });
    expect(await copy('text', 9_999)).toMatchObject({ ok: true, messages: 100 });
    const before = visits();
    // 299 characters a message in hex, and a line break.
    expect(await copy('hex', 3_000)).toEqual({ ok: false, maxChars: 3_000 });
    expect(visits() - before).toBe(11);
  });

  it('is too long also by what its escapes add', async () => {
    const { copy } = copying((packer) => sent(packer, 1, 1, '\u0001'.repeat(100)));
    expect(await copy('json', 500)).toEqual({ ok: false, maxChars: 500 });
    expect(await copy('text', 500)).toMatchObject({ ok: true });
  });
});
