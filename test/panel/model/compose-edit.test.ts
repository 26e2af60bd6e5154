import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import type { PayloadFormat } from '../../../panel/engine/engine-contract.ts';
import { maxEditableBytes } from '../../../panel/model/compose.ts';
import { close, create, open } from '../engine/har/recorded-session.ts';
import { sent } from '../engine/recorded.ts';
import { newCompose } from './composing.ts';

/** An editor, and messages of these texts in rows 1, 2, … */
async function composeWith(...texts: string[]) {
  const composing = await newCompose();
  composing.record((packer) => {
    for (const text of texts) sent(packer, 1, 2, text);
  });
  await composing.settle();
  return composing;
}

describe('a copy of a message', () => {
  it('is shown in the format in which it is best edited, for its own socket', async () => {
    const { compose, record, settle, messageAt, socketInDocument } = await composeWith('{"a":1}');
    record((packer) => packer.bytes(recordKind.sent, recordFlag.binary, 1, 3, Uint8Array.of(222)));
    await settle();
    await compose.copy(await messageAt(1), false);
    expect([compose.format.value, compose.text.value]).toEqual(['json', '{"a":1}']);
    expect(compose.target.value).toBe(socketInDocument(1).id);
    await compose.copy(await messageAt(2), false);
    expect([compose.format.value, compose.text.value]).toEqual(['hex', 'de']);
  });

  it('does not overwrite what somebody is writing, unless it is wanted', async () => {
    const { compose, messageAt } = await composeWith('copied');
    compose.write('mine');
    await compose.copy(await messageAt(1), false);
    expect([compose.text.value, compose.target.value]).toEqual(['mine', null]);
    await compose.copy(await messageAt(1), true);
    expect(compose.text.value).toBe('copied');
    await compose.copy(await messageAt(1), false);
    compose.write('');
    await compose.copy(await messageAt(1), false);
    expect(compose.text.value).toBe('copied');
  });

  it.each([false, true])(
    'does not overwrite what is written while it is fetched (wanted: %s)',
    async (isWanted) => {
      const { compose, hold, messageAt } = await composeWith('copied');
      const held = hold('writePayload');
      const copying = compose.copy(await messageAt(1), isWanted);
      compose.write('mine');
      await held.letGo();
      await copying;
      expect(compose.text.value).toBe('mine');
    },
  );

  it('is of the message that was chosen last, even when that one is too large to copy', async () => {
    const large = 'x'.repeat(maxEditableBytes + 1);
    const { compose, hold, messageAt } = await composeWith('small', large);
    const held = hold('writePayload');
    const copying = compose.copy(await messageAt(1), false);
    await compose.copy(await messageAt(2), false);
    await held.letGo();
    await copying;
    expect(compose.text.value).toBe('');
  });

  it('of a message that is too large says so only when it is wanted', async () => {
    const { compose, messageAt } = await composeWith('x'.repeat(maxEditableBytes + 1));
    await compose.copy(await messageAt(1), false);
    expect(compose.state.value).toEqual({ kind: 'idle' });
    await compose.copy(await messageAt(1), true);
    expect(compose.state.value).toEqual({ kind: 'tooLarge', byteLength: maxEditableBytes + 1 });
    expect(compose.text.value).toBe('');
  });

  it('of a message of exactly the limit is shown', async () => {
    const { compose, messageAt } = await composeWith('x'.repeat(maxEditableBytes));
    await compose.copy(await messageAt(1), false);
    expect(compose.text.value).toHaveLength(maxEditableBytes);
  });
});

describe('the socket of a copy', () => {
  /** Sockets of the recorded pages have their number in their url; these share one. */
  const openLike = async (composing: Awaited<ReturnType<typeof newCompose>>, id: number) => {
    composing.record((packer) => {
      create(packer, id, 6);
      open(packer, id, 7);
    });
    await composing.settle();
    const own = composing.socketInDocument(1);
    Object.assign(composing.socketInDocument(id), { url: own.url });
  };

  it('is the newest open one of the same url once its own is closed', async () => {
    const composing = await composeWith('x');
    composing.record((packer) => close(packer, 1, 5));
    await composing.settle();
    await openLike(composing, 2);
    await openLike(composing, 3);
    await composing.compose.copy(await composing.messageAt(1), false);
    expect(composing.compose.target.value).toBe(composing.socketInDocument(3).id);
  });

  it('is its own while that is open, and when there is no heir', async () => {
    const composing = await composeWith('x');
    await openLike(composing, 2);
    await composing.compose.copy(await composing.messageAt(1), false);
    const own = composing.socketInDocument(1).id;
    expect(composing.compose.target.value).toBe(own);
    composing.record((packer) => {
      close(packer, 1, 8);
      close(packer, 2, 8);
    });
    await composing.settle();
    await composing.compose.copy(await composing.messageAt(1), false);
    expect(composing.compose.target.value).toBe(own);
  });
});

describe('another format', () => {
  const formats = fc.array(fc.constantFrom<PayloadFormat>('text', 'hex', 'base64', 'json'));

  it('keeps the bytes of any text, however often it is changed', async () => {
    const { compose, engine } = await newCompose();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), formats, async (value, all) => {
        const text = JSON.stringify(value).toWellFormed();
        await compose.changeFormat('text');
        compose.write(text);
        for (const format of all) await compose.changeFormat(format);
        const format = compose.format.value;
        if (format === 'decoded') throw new Error('nobody has chosen it');
        const reading = await engine.ask('readPayload', { format, text: compose.text.value });
        expect(
          reading.ok && new TextDecoder('utf-8', { ignoreBOM: true }).decode(reading.bytes),
        ).toBe(text);
        compose.write('');
      }),
      { numRuns: 50 },
    );
  });

  it.each<PayloadFormat>(['text', 'json'])(
    'cannot be %s for bytes that are not UTF-8, since that would change them',
    async (format) => {
      const { compose } = await newCompose();
      await compose.changeFormat('hex');
      compose.write('ff 00');
      await compose.changeFormat(format);
      expect([compose.format.value, compose.text.value]).toEqual(['hex', 'ff 00']);
      expect(compose.state.value).toMatchObject({ kind: 'unreadable' });
      await compose.changeFormat('base64');
      expect([compose.format.value, compose.text.value]).toEqual(['base64', '/wA=']);
      expect(compose.state.value).toEqual({ kind: 'idle' });
    },
  );

  it('of what cannot be read changes nothing and says why', async () => {
    const { compose } = await newCompose();
    await compose.changeFormat('hex');
    compose.write('xyz');
    await compose.changeFormat('text');
    expect([compose.format.value, compose.text.value]).toEqual(['hex', 'xyz']);
    expect(compose.state.value).toMatchObject({ kind: 'unreadable', format: 'hex' });
  });

  it('does not overwrite what is written meanwhile', async () => {
    const { compose, hold } = await newCompose();
    compose.write('one');
    const held = hold('writePayload');
    const changing = compose.changeFormat('hex');
    compose.write('two');
    await held.letGo();
    await changing;
    expect([compose.format.value, compose.text.value]).toEqual(['text', 'two']);
  });

  it('lays JSON out, and does not when something else is written meanwhile', async () => {
    const { compose, hold } = await newCompose();
    await compose.changeFormat('json');
    compose.write('{"a":1e400}');
    await compose.layOutJson();
    expect(compose.text.value).toBe('{\n  "a": 1e400\n}');
    const held = hold('layOutJson');
    const laying = compose.layOutJson();
    compose.write('[1]');
    await held.letGo();
    await laying;
    expect(compose.text.value).toBe('[1]');
  });
});
