import { describe, expect, it } from 'vitest';
import { createDocumentRelay } from '../../extension/document-relay.ts';
import type { OutboxLimits } from '../../extension/outbox.ts';
import { createBatchWriter, plainPrimitives } from '../../extension/protocol/batch-writer.ts';
import type {
  CutOff,
  LevelChanged,
  PanelToRelay,
  RecorderCommand,
} from '../../extension/protocol/commands.ts';
import { recordKind } from '../../extension/protocol/record-layout.ts';

/** Batches of a message each, as one recorder makes them. */
function newBatches(): (byteLength?: number) => ArrayBuffer {
  const writer = createBatchWriter(plainPrimitives, 0);
  let sequence = 0;
  return (byteLength = 8) => {
    writer.text(recordKind.sent, 0, 1, sequence++, 0, 'x'.repeat(byteLength));
    return writer.take() as ArrayBuffer;
  };
}

function newRelay(limits?: OutboxLimits) {
  const told: RecorderCommand[] = [];
  const clock = { nowMs: 0 };
  const relay = createDocumentRelay(
    (command) => told.push(command),
    () => clock.nowMs,
    limits,
  );
  const newPanel = () => {
    const posted: (ArrayBuffer | CutOff | LevelChanged)[] = [];
    const port = {
      postMessage: (message: ArrayBuffer | CutOff | LevelChanged) => void posted.push(message),
    };
    const say = (message: PanelToRelay): void => relay.hear(port, message);
    return {
      posted,
      port,
      say,
      attach: (maxShare = 0.1) => say({ kind: 'attach', isRecording: true, maxShare }),
    };
  };
  const kinds = (): string[] => told.splice(0).map(({ kind }) => kind);
  return { relay, clock, told, kinds, newPanel };
}
const damaged = new ArrayBuffer(40);
const cutOff = { kind: 'sockets-cut-off', reason: expect.stringMatching(/^batch: .*, at byte \d/) };

describe('the relay', () => {
  it('hands the panel what it kept and what comes, the very buffers, in order', () => {
    const { relay, kinds, newPanel } = newRelay();
    const next = newBatches();
    const batches = [next(), next(), next()];
    relay.take(batches[0]);
    relay.take(batches[1]);
    const { posted, attach } = newPanel();
    attach();
    relay.take(batches[2]);
    expect(posted).toHaveLength(3);
    for (const [index, batch] of batches.entries()) expect(posted[index]).toBe(batch);
    expect(kinds()).toEqual(['record', 'attach']);
  });

  it('lets the recorder go on when the panel has taken what it got', () => {
    const { relay, kinds, newPanel } = newRelay();
    const { attach, say } = newPanel();
    attach();
    relay.take(newBatches()());
    kinds();
    say({ kind: 'ack', batches: 1 });
    expect(kinds()).toEqual(['credit']);
  });

  it('has a panel that goes replaced by the next, which gets the backlog', () => {
    const { relay, kinds, newPanel } = newRelay();
    const next = newBatches();
    newPanel().attach();
    const batches = [next(), next()];
    relay.take(batches[0]);
    kinds();
    relay.leave();
    expect(kinds()).toEqual(['record', 'detach']);
    relay.leave();
    expect(kinds()).toEqual([]);
    relay.take(batches[1]);
    const second = newPanel();
    second.attach();
    expect(second.posted).toEqual(batches);
  });
});

describe('a document that sends damaged records', () => {
  it('is cut off: the panel is told once, the recorder nothing more, and what follows is dropped', () => {
    const { relay, kinds, newPanel } = newRelay();
    const { posted, attach, say } = newPanel();
    const next = newBatches();
    const [good, late] = [next(), next()];
    attach();
    relay.take(good);
    kinds();
    relay.take(damaged);
    relay.take(late);
    relay.take(damaged);
    expect(posted).toEqual([good, cutOff]);
    say({ kind: 'ack', batches: 1 });
    say({ kind: 'command', command: { kind: 'record', isRecording: false } });
    relay.leave();
    expect(kinds()).toEqual([]);
  });

  it('is made known to a panel that is opened later, after the records that were sound', () => {
    const { relay, kinds, newPanel } = newRelay();
    const good = newBatches()();
    relay.take(good);
    relay.take(good);
    const { posted, attach } = newPanel();
    attach();
    expect(posted).toEqual([good, cutOff]);
    expect(kinds()).toEqual([]);
  });

  it.each([
    ['null', null],
    ['text', 'batch'],
    ['a view', new Uint8Array(64)],
    ['shared memory', new SharedArrayBuffer(64)],
    ['something that says it has bytes', { byteLength: 64 }],
  ])('is cut off when it sends %s', (_, value) => {
    const { relay, newPanel } = newRelay();
    const { posted, attach } = newPanel();
    attach();
    relay.take(value);
    expect(posted).toEqual([{ kind: 'sockets-cut-off', reason: 'batch: not a buffer, at byte 0' }]);
  });
});

describe('what the relay passes down', () => {
  const bytes = new ArrayBuffer(2);
  const send = { kind: 'send', requestId: 1, socketId: 2, isText: true, text: 'x', bytes };
  const close = { kind: 'close', requestId: 1, socketId: 2, code: 1000, reason: '' };
  const record = { kind: 'record', isRecording: false };
  const pass = (command: unknown): unknown[] => {
    const { relay, told, newPanel } = newRelay();
    relay.hear(newPanel().port, { kind: 'command', command });
    return told;
  };

  it('is every command that is whole, as it came', () => {
    for (const command of [send, close, record]) expect(pass(command)).toEqual([command]);
  });

  it('is no command that lacks a field or has it of another type', () => {
    for (const command of [send, close, record]) {
      for (const name of Object.keys(command)) {
        const { [name as 'kind']: _, ...rest } = command;
        expect(pass(rest), name).toEqual([]);
        expect(pass(Object.assign(Object.create(command), rest)), name).toEqual([]);
        for (const value of [null, undefined, {}, [], Symbol('x'), -1, 1.5, Number.NaN, 2 ** 32])
          expect(pass({ ...command, [name]: value }), name).toEqual([]);
      }
    }
    expect(pass({ ...close, code: 65_536 })).toEqual([]);
    expect(pass({ ...send, bytes: new Uint8Array(2) })).toEqual([]);
  });

  it('is none of the relay’s own commands', () => {
    for (const kind of ['attach', 'detach', 'credit', 'keep', 'snapshot', 'constructor'])
      expect(pass({ ...send, ...record, kind })).toEqual([]);
  });
});

describe('a panel that has stopped', () => {
  const small: OutboxLimits = { window: 2, maxWaitingBytes: 1000 };

  it('costs the recorder nothing: the sockets are described once it takes batches again', () => {
    const { relay, kinds, newPanel } = newRelay(small);
    const { posted, attach, say } = newPanel();
    const next = newBatches();
    attach();
    kinds();
    const batches = Array.from({ length: 100 }, () => next(100));
    for (const batch of batches) relay.take(batch);
    expect(kinds()).toEqual([]);
    expect(posted).toEqual(batches.slice(0, 2));
    say({ kind: 'ack', batches: 2 });
    expect(kinds()).toEqual(['snapshot']);
    for (let taken = 0; taken < 5; taken++) say({ kind: 'ack', batches: 1 });
    // What is left are those that were under way, and the newest.
    expect(posted).toHaveLength(7);
    expect(posted.slice(2)).toEqual(batches.slice(-5));
    expect(kinds()).toContain('credit');
  });

  it('has the sockets described again when more was dropped since, at its own pace', () => {
    const { relay, kinds, newPanel } = newRelay(small);
    const { attach, say } = newPanel();
    const next = newBatches();
    attach();
    const drown = (): void => {
      for (let count = 0; count < 20; count++) relay.take(next(100));
    };
    drown();
    kinds();
    let snapshots = 0;
    for (let taken = 0; taken < 600; taken++) {
      drown();
      say({ kind: 'ack', batches: 1 });
      snapshots += kinds().filter((kind) => kind === 'snapshot').length;
    }
    expect(snapshots).toBe(3);
    for (let taken = 0; taken < 20; taken++) say({ kind: 'ack', batches: 1 });
    expect(kinds()).toContain('snapshot');
  });
});

describe('a document whose recording costs too much', () => {
  /** Batches of a recorder that works all the time. */
  const overload = ({ relay, clock }: ReturnType<typeof newRelay>, next: () => ArrayBuffer) => {
    for (let batch = 0; batch < 45; batch++) {
      clock.nowMs += 100;
      const costly = next();
      new DataView(costly).setUint32(28, 60_000, true);
      relay.take(costly);
    }
  };
  const keep = (maxBytes: number) => ({ kind: 'keep', maxBytes });
  const level = (name: string) => ({ kind: 'sockets-level', level: name });
  const levelsOf = (posted: readonly unknown[]) =>
    posted.filter((message) => !(message instanceof ArrayBuffer));

  it('is recorded less, without a panel too, and one that is opened later is told', () => {
    const document = newRelay();
    const next = newBatches();
    overload(document, next);
    expect(document.told).toEqual([keep(1024)]);
    const { posted, attach } = document.newPanel();
    attach();
    expect(levelsOf(posted)).toEqual([level('beginnings')]);
    overload(document, next);
    expect(document.told.slice(1)).toContainEqual(keep(0));
    expect(levelsOf(posted)).toEqual([level('beginnings'), level('sizes')]);
  });

  it('is recorded whole again when the panel says so, and stays so', () => {
    const document = newRelay();
    const next = newBatches();
    const { posted, attach, say } = document.newPanel();
    attach();
    overload(document, next);
    document.told.length = 0;
    say({ kind: 'restore' });
    expect(document.told).toEqual([keep(64 * 1024 * 1024)]);
    overload(document, next);
    overload(document, next);
    expect(levelsOf(posted)).toEqual([level('beginnings'), level('all')]);
    document.relay.leave();
    const second = document.newPanel();
    second.attach();
    overload(document, next);
    expect(levelsOf(second.posted)).toEqual([]);
  });

  it('is allowed what the panel says when it comes, and later', () => {
    const document = newRelay();
    const next = newBatches();
    const { posted, attach, say } = document.newPanel();
    attach(0);
    overload(document, next);
    expect(levelsOf(posted)).toEqual([]);
    say({ kind: 'allow', maxShare: 0.7 });
    overload(document, next);
    expect(levelsOf(posted)).toEqual([]);
    say({ kind: 'allow', maxShare: 0.5 });
    overload(document, next);
    expect(levelsOf(posted)).toEqual([level('beginnings')]);
  });
});

describe('an extension that is gone', () => {
  it('leaves a relay that tells the recorder to stop and then keeps and says nothing', () => {
    const { relay, told, newPanel } = newRelay();
    const next = newBatches();
    const { posted, attach } = newPanel();
    attach();
    relay.take(next());
    told.length = 0;
    relay.fallSilent();
    expect(told).toEqual([
      { kind: 'record', isRecording: true },
      { kind: 'detach' },
      { kind: 'record', isRecording: false },
    ]);
    relay.take(next());
    relay.take(damaged);
    relay.fallSilent();
    expect(posted).toHaveLength(1);
    expect(told).toHaveLength(3);
  });
});
