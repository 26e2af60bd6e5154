import { describe, expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import { close, create, open } from '../engine/har/recorded-session.ts';
import { sent } from '../engine/recorded.ts';
import { newCompose } from './composing.ts';

describe('sending what is written', () => {
  it('sends text as text, on the socket’s own document', async () => {
    const { compose, commands, socketInDocument } = await newCompose();
    compose.target.value = socketInDocument(1).id;
    compose.write('привет \ufeff');
    await compose.send();
    expect(commands).toMatchObject([
      {
        document: 1,
        order: { kind: 'send', socketId: 1, isText: true, text: 'привет \ufeff' },
      },
    ]);
    expect(compose.state.value).toEqual({ kind: 'sent', byteLength: 16 });
  });

  it('sends hex as bytes, in a buffer of their own', async () => {
    const { compose, commands, socketInDocument } = await newCompose();
    compose.target.value = socketInDocument(1).id;
    await compose.changeFormat('hex');
    compose.write('de ad');
    await compose.send();
    const { order } = commands[0] as (typeof commands)[0];
    expect(order.isText).toBe(false);
    expect([...new Uint8Array(order.bytes)]).toEqual([0xde, 0xad]);
  });

  it('sends an empty message', async () => {
    const { compose, commands, socketInDocument } = await newCompose();
    compose.target.value = socketInDocument(1).id;
    await compose.send();
    expect(commands).toMatchObject([{ order: { isText: true, text: '' } }]);
  });

  it('sends nothing on a stream, and says that it is one', async () => {
    const { compose, commands, record, settle, socketInDocument } = await newCompose();
    record((packer) => {
      packer.record(recordKind.created, recordFlag.stream, 2, 0, 0, 0, (_, string) =>
        string('wss://a.test/'),
      );
      open(packer, 2, 1);
    });
    await settle();
    compose.target.value = socketInDocument(2).id;
    compose.write('x');
    await compose.send();
    expect(commands).toEqual([]);
    expect(compose.state.value).toMatchObject({ kind: 'refused', code: 'stream' });
  });

  it('sends nothing that cannot be read, and says where', async () => {
    const { compose, commands, socketInDocument } = await newCompose();
    compose.target.value = socketInDocument(1).id;
    await compose.changeFormat('json');
    compose.write('{\n"a": }');
    await compose.send();
    expect(commands).toEqual([]);
    expect(compose.state.value).toMatchObject({ kind: 'unreadable', format: 'json', line: 2 });
    compose.write('{}');
    expect(compose.state.value).toEqual({ kind: 'idle' });
  });

  it('twice at once sends once', async () => {
    const { compose, commands, socketInDocument } = await newCompose();
    compose.target.value = socketInDocument(1).id;
    compose.write('x');
    await Promise.all([compose.send(), compose.send()]);
    expect(commands).toHaveLength(1);
  });

  it('says that it is sending until the answer is there, whatever is typed', async () => {
    const { compose, holdCommands, socketInDocument, settle } = await newCompose();
    const answer = holdCommands();
    compose.target.value = socketInDocument(1).id;
    compose.write('x');
    const sending = compose.send();
    await settle();
    compose.write('y');
    expect(compose.state.value).toEqual({ kind: 'sending' });
    answer({ code: '', text: '' });
    await sending;
    expect(compose.state.value).toEqual({ kind: 'sent', byteLength: 1 });
    expect(compose.text.value).toBe('y');
  });

  it('says what the page or the browser answered', async () => {
    const outcome = { code: 'refused', text: 'no' };
    const { compose, socketInDocument } = await newCompose(outcome);
    compose.target.value = socketInDocument(1).id;
    await compose.send();
    expect(compose.state.value).toEqual({ kind: 'refused', ...outcome });
  });
});

describe('a socket on which nothing can be sent', () => {
  it('that is closed is refused', async () => {
    const { compose, commands, record, settle, socketInDocument } = await newCompose();
    record((packer) => close(packer, 1, 5));
    await settle();
    compose.target.value = socketInDocument(1).id;
    await compose.send();
    expect(compose.state.value).toEqual({ kind: 'refused', code: 'closed', text: '' });
    expect(commands).toEqual([]);
  });

  it('that is connecting is refused', async () => {
    const { compose, record, settle, socketInDocument } = await newCompose();
    record((packer) => create(packer, 2, 5));
    await settle();
    compose.target.value = socketInDocument(2).id;
    await compose.send();
    expect(compose.state.value).toMatchObject({ kind: 'refused', code: 'connecting' });
  });

  it('whose document is gone is refused', async () => {
    const { compose, engine, settle, socketInDocument } = await newCompose();
    engine.order({ kind: 'documentLeft', document: 1 });
    await settle();
    compose.target.value = socketInDocument(1).id;
    await compose.send();
    expect(compose.state.value).toMatchObject({ kind: 'refused', code: 'gone' });
  });

  it('that was imported is refused', async () => {
    const { compose, commands, engine, sockets, settle } = await newCompose();
    const file = await engine.ask('exportHar', {});
    await engine.ask('importHar', { file });
    await settle();
    const imported = [...sockets.values()].find(({ isImported }) => isImported);
    compose.target.value = imported?.id ?? null;
    await compose.send();
    expect(compose.state.value).toMatchObject({ kind: 'refused', code: 'imported' });
    expect(commands).toEqual([]);
  });

  it('that does not exist is refused', async () => {
    const { compose } = await newCompose();
    compose.target.value = 99;
    await compose.send();
    expect(compose.state.value).toMatchObject({ kind: 'refused', code: 'none' });
  });
});

describe('sending a message again', () => {
  it('sends it as it is, text or bytes, and leaves the editor alone', async () => {
    const { compose, commands, record, settle, messageAt } = await newCompose();
    record((packer) => {
      sent(packer, 1, 2, '\ufeff{"a": 1}');
      packer.bytes(recordKind.received, recordFlag.binary, 1, 3, Uint8Array.of(0xff, 0));
    });
    await settle();
    compose.write('mine');
    await compose.resend(await messageAt(1));
    await compose.resend(await messageAt(2));
    expect(commands[0]?.order).toMatchObject({ isText: true, text: '\ufeff{"a": 1}' });
    expect(commands[1]?.order.isText).toBe(false);
    expect([...new Uint8Array(commands[1]?.order.bytes ?? new ArrayBuffer(0))]).toEqual([255, 0]);
    expect(compose.text.value).toBe('mine');
    expect(compose.state.value).toEqual({ kind: 'sent', byteLength: 2 });
  });

  it('does not send a message again of which recording kept nothing', async () => {
    const { compose, commands, record, settle, messageAt } = await newCompose();
    record((packer) => {
      packer.keep(0);
      packer.text(recordKind.sent, 0, 1, 2, 'what was it?');
    });
    await settle();
    await compose.resend(await messageAt(1));
    expect(commands).toEqual([]);
    expect(compose.state.value).toEqual({ kind: 'incomplete' });
  });

  it('does not send what the port to the page could not carry', async () => {
    const { compose, commands, record, settle, messageAt } = await newCompose();
    record((packer) => {
      const large = new Uint8Array(60 * 1024 * 1024 + 1);
      packer.bytes(recordKind.sent, recordFlag.binary, 1, 2, large);
    });
    await settle();
    await compose.resend(await messageAt(1));
    expect(commands).toEqual([]);
    expect(compose.state.value).toEqual({ kind: 'tooLarge', byteLength: 60 * 1024 * 1024 + 1 });
  });
});
