import { readBatchHeader } from '../../extension/protocol/batch-reader.ts';
import type { ImportOutcome } from './engine-contract.ts';
import { isImportedMessage } from './har/imported-socket.ts';
import type { PaceOptions } from './har/pace.ts';
import { createPace } from './har/pace.ts';
import { packImported } from './har/pack-imported.ts';
import { readHar } from './har/read-har.ts';
import { writeHar } from './har/write-har.ts';
import type { Session } from './session.ts';

/** The version of the product, written into files. The build puts it in. */
declare const productVersion: string;

/** The session as a HAR file. */
export function exportHar(session: Session, pace: PaceOptions): Promise<Blob> {
  const { log } = session;
  const source = { sockets: [...session.sockets.all], log, documents: [...session.documents] };
  return writeHar(source, { ...pace, version: productVersion });
}

/**
 * Adds what a HAR file holds to the session, as one document.
 * @param document the id that it gets
 */
export async function importHar(
  file: Blob,
  session: Session,
  document: number,
  options: PaceOptions,
): Promise<ImportOutcome> {
  const reading = readHar(await file.text());
  if (!reading.ok) return { ok: false, problem: reading.problem.text };
  const messages = reading.sockets.reduce(
    (sum, { items }) => sum + items.filter(isImportedMessage).length,
    0,
  );
  const pace = createPace(options, messages);
  // All of it is packed before any of it is added: what is cancelled leaves nothing behind.
  const batches: ArrayBuffer[] = [];
  let packed = 0;
  for (const batch of packImported(reading.sockets)) {
    const head = readBatchHeader(batch);
    packed += head.ok ? head.header.messageCount : 0;
    batches.push(batch);
    if (pace.isOver()) await pace.rest(packed);
  }
  session.addDocument({
    id: document,
    url: reading.sockets[0]?.documentUrl ?? '',
    isTop: true,
    isImported: true,
  });
  for (const batch of batches) session.append(document, batch);
  return {
    ok: true,
    sockets: reading.sockets.length,
    messages,
    problems: reading.problems.map(({ text }) => text),
  };
}
