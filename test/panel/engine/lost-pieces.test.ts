import { expect, it } from 'vitest';
import { recordFlag, recordKind } from '../../../extension/protocol/record-layout.ts';
import { newSession } from './har/recorded-session.ts';
import { newRecorder, received } from './recorded.ts';

it('ends a payload whose last part was dropped on the way, and says that it is cut', () => {
  const session = newSession();
  session.addDocument({ id: 1, url: 'https://a.test/', isTop: true, isImported: false });
  const recorder = newRecorder();
  const large = recorder.batches((packer) =>
    packer.bytes(recordKind.received, recordFlag.binary, 1, 0, new Uint8Array(600_000).fill(7)),
  );
  const next = recorder.batches((packer) => received(packer, 1, 1, 'next'));
  expect(large.length).toBeGreaterThan(2);
  for (const batch of large.slice(0, -1)) session.append(1, batch);
  expect(session.log.isPending(0)).toBe(true);
  for (const batch of next) session.append(1, batch);
  expect(session.log.isPending(0)).toBe(false);
  expect(session.log.flags(0) & recordFlag.truncated).not.toBe(0);
  expect(session.log.payload(0).every((byte) => byte === 7)).toBe(true);
  expect(session.log.payload(0).length).toBeLessThan(600_000);
});
