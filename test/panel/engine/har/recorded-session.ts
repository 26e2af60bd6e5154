import { plainPrimitives } from '../../../../extension/protocol/batch-writer.ts';
import { recordFlag, recordKind } from '../../../../extension/protocol/record-layout.ts';
import {
  createRecordPacker,
  type RecordPacker,
} from '../../../../extension/protocol/record-packer.ts';
import { noFacts } from '../../../../panel/engine/decoding/row-facts.ts';
import type { ImportedSocket } from '../../../../panel/engine/har/imported-socket.ts';
import { packImported } from '../../../../panel/engine/har/pack-imported.ts';
import { readHar } from '../../../../panel/engine/har/read-har.ts';
import { type HarOptions, writeHar } from '../../../../panel/engine/har/write-har.ts';
import { RowList } from '../../../../panel/engine/row-list.ts';
import { describeRow } from '../../../../panel/engine/row-summary.ts';
import { Session } from '../../../../panel/engine/session.ts';

// Sessions as the engine has them, made of batches as the recorder writes them.

const ignore = () => undefined;
export const newSession = (): Session =>
  new Session({ onSocket: ignore, onBatch: () => undefined, onPayload: ignore, onAnswer: ignore });

/** A document that records: what `act` packs is appended to the session in batches. */
export function recordDocument(
  session: Session,
  id: number,
  act: (packer: RecordPacker, flush: () => void) => void,
  timeOriginMs = 0,
): void {
  session.addDocument({ id, url: `https://page.test/${id}`, isTop: true, isImported: false });
  const flush = () => {
    const batch = packer.take();
    if (batch !== null) session.append(id, batch);
  };
  const packer = createRecordPacker(plainPrimitives, timeOriginMs, flush);
  act(packer, flush);
  flush();
}

export function create(packer: RecordPacker, id: number, atMs: number, isAdopted = false): void {
  packer.record(
    recordKind.created,
    isAdopted ? recordFlag.adopted : 0,
    id,
    0,
    atMs,
    0,
    (_, text) => {
      text(`wss://server.test:8443/feed/${id}?room=a%20b&room=c`);
      text('https://page.test/app');
      text(
        'Error\n    at open (https://page.test/app.js:10:5)\n    at https://page.test/app.js:20:7',
      );
      text('graphql-ws, chat');
    },
  );
}

export function open(packer: RecordPacker, id: number, atMs: number): void {
  packer.record(recordKind.opened, 0, id, 0, atMs, 0, (_, text) => {
    text('chat');
    text('permessage-deflate');
  });
}

export function close(packer: RecordPacker, id: number, atMs: number, isClean = true): void {
  const code = isClean ? 1000 : 1006;
  packer.record(recordKind.closed, isClean ? recordFlag.clean : 0, id, 0, atMs, code, (_, text) =>
    text(isClean ? 'bye "now"' : ''),
  );
}

export const plainOptions: HarOptions = {
  pause: () => Promise.resolve(),
  now: () => 0,
  version: '1.2.3',
};

export const sourceOf = (session: Session) => ({
  sockets: [...session.sockets.all],
  log: session.log,
  documents: [...session.documents],
});

export const exported = async (session: Session): Promise<string> =>
  (await writeHar(sourceOf(session), plainOptions)).text();

/** A HAR as the tests look at it: field by field, without knowing its type. */
// biome-ignore lint/suspicious/noExplicitAny: a file can be anything, and a test reads what it wrote
export const exportedJson = async (session: Session): Promise<any> =>
  JSON.parse(await exported(session));

export function readSockets(har: unknown): readonly ImportedSocket[] {
  const reading = readHar(typeof har === 'string' ? har : JSON.stringify(har));
  if (!reading.ok) throw new Error(reading.problem.text);
  return reading.sockets;
}

export function imported(sockets: readonly ImportedSocket[]): Session {
  const session = newSession();
  session.addDocument({ id: -1, url: 'a.har', isTop: true, isImported: true });
  for (const batch of packImported(sockets)) session.append(-1, batch);
  if (session.faults > 0) throw new Error('the engine cannot read what was packed');
  return session;
}

/** The list as a user sees it, sockets named by their place in the order of creation. */
export function listOf(session: Session): object[] {
  const { log } = session;
  const order = [...session.sockets.all]
    .sort((a, b) => a.createdAtMs - b.createdAtMs || a.id - b.id)
    .map(({ id }) => id);
  const list = new RowList(
    (row) => log.atMs(row),
    (row) => log.isMessage(row),
  );
  // What the messages mean is the same where their bytes are, and takes long to find out.
  const facts = { of: () => noFacts };
  list.add(Array.from({ length: log.rowCount }, (_, row) => row));
  return Array.from({ length: list.length }, (_, position) => {
    const row = list.at(position);
    return {
      ...describeRow(log, row, facts),
      row: position,
      socket: order.indexOf(log.socket(row)),
      payload: Buffer.from(log.payload(row)).toString('latin1'),
    };
  });
}

/** Sockets in the order of creation, without what belongs to the session. */
export const socketsOf = (session: Session): object[] =>
  [...session.sockets.all]
    .sort((a, b) => a.createdAtMs - b.createdAtMs || a.id - b.id)
    .map(({ id, idInDocument, document, isLive, isImported, clearedMessages, ...rest }) => rest);
