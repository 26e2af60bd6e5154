import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchStore, type SpillFile } from '../../../panel/engine/batch-store.ts';

/** A file in memory with so much room, which counts the work that it is given. */
function newFile(room = Number.POSITIVE_INFINITY) {
  let bytes = new Uint8Array(0);
  const work = { writtenBytes: 0, readBytes: 0, writes: 0, isEmptied: false };
  const file: SpillFile = {
    write(source, at) {
      if (at + source.length > room) throw new Error('QuotaExceededError');
      if (at + source.length > bytes.length) {
        const grown = new Uint8Array(at + source.length);
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(source, at);
      work.writtenBytes += source.length;
      work.writes++;
    },
    read(into, at) {
      into.set(bytes.subarray(at, at + into.length));
      work.readBytes += into.length;
    },
    empty() {
      bytes = new Uint8Array(0);
      work.isEmptied = true;
    },
  };
  return { file, work };
}
const batchOf = (seed: number, byteLength: number): ArrayBuffer =>
  Uint8Array.from({ length: byteLength }, (_, index) => seed * 7 + index).buffer;
const opened = () => new Promise<void>((done) => setTimeout(done));

describe('the store of batches', () => {
  it('keeps all in memory within its budget, and opens no file', () => {
    const store = new BatchStore({
      budgetBytes: 1000,
      openFile: () => Promise.reject(new Error('nobody needs a file')),
    });
    for (let index = 0; index < 10; index++) store.add(batchOf(index, 100));
    expect(store.memoryBytes).toBe(1000);
    expect(store.firstKept).toBe(0);
  });

  it('moves the oldest to the file, from which they are read like the others', async () => {
    const { file, work } = newFile();
    const store = new BatchStore({ budgetBytes: 1000, openFile: async () => file });
    for (let index = 0; index < 200; index++) {
      store.add(batchOf(index, 100));
      await opened();
    }
    expect(store.memoryBytes).toBeLessThanOrEqual(1000);
    expect(store.fileBytes + store.memoryBytes).toBe(20_000);
    for (const index of [0, 1, 77, 150, 199])
      expect(new Uint8Array(store.get(index) as ArrayBuffer)).toEqual(
        new Uint8Array(batchOf(index, 100)),
      );
    // Each byte is written once.
    expect(work.writtenBytes).toBe(store.fileBytes);
  });

  it('never keeps an addition waiting for more than four others, and holds no more once it uses the file', async () => {
    let writes = 0;
    const file = { write: () => void writes++, read: () => undefined, empty: () => undefined };
    const megabyte = 1024 * 1024;
    const store = new BatchStore({ budgetBytes: 64 * megabyte, openFile: async () => file });
    let highest = 0;
    for (let index = 0; index < 160; index++) {
      const before = writes;
      store.add(new ArrayBuffer(megabyte));
      await opened();
      expect(writes - before).toBeLessThanOrEqual(4);
      if (index >= 100) highest = Math.max(highest, store.memoryBytes);
    }
    expect(highest).toBe(32 * megabyte);
    expect(writes).toBe(160 - 32);
  });

  it('reads a batch of the file once for a scan of its rows', async () => {
    const { file, work } = newFile();
    const store = new BatchStore({ budgetBytes: 300, openFile: async () => file });
    for (let index = 0; index < 20; index++) {
      store.add(batchOf(index, 100));
      await opened();
    }
    for (let index = 0; index < 15; index++) for (let row = 0; row < 1000; row++) store.get(index);
    expect(work.readBytes).toBe(15 * 100);
  });

  it('forgets the oldest where there is no file, and says from which on they are there', async () => {
    const store = new BatchStore({ budgetBytes: 1000, openFile: async () => null });
    for (let index = 0; index < 50; index++) {
      store.add(batchOf(index, 100));
      await opened();
    }
    expect(store.memoryBytes).toBe(1000);
    expect(store.firstKept).toBe(40);
    expect(store.get(39)).toBeNull();
    expect(store.get(40)).not.toBeNull();
  });

  it('is bounded while the file is being opened, however long that takes', () => {
    const store = new BatchStore({ budgetBytes: 1000, openFile: () => new Promise(() => {}) });
    for (let index = 0; index < 500; index++) store.add(batchOf(index, 100));
    expect(store.memoryBytes).toBe(2000);
    expect(store.firstKept).toBe(480);
  });

  it('writes over the oldest of a full disk, and forgets only those', async () => {
    const { file } = newFile(5000);
    const store = new BatchStore({ budgetBytes: 1000, openFile: async () => file });
    for (let index = 0; index < 300; index++) {
      store.add(batchOf(index, 100));
      await opened();
    }
    expect(store.memoryBytes).toBeLessThanOrEqual(1000);
    expect(store.fileBytes).toBe(5000);
    expect(store.firstKept).toBe(300 - 50 - store.memoryBytes / 100);
    for (let index = store.firstKept; index < 300; index++)
      expect(new Uint8Array(store.get(index) as ArrayBuffer)).toEqual(
        new Uint8Array(batchOf(index, 100)),
      );
  });

  it('gives memory and disk back when it is released, also when its file opens only then', async () => {
    const one = newFile();
    const store = new BatchStore({ budgetBytes: 100, openFile: async () => one.file });
    for (let index = 0; index < 5; index++) store.add(batchOf(index, 100));
    await opened();
    store.release();
    expect(one.work.isEmptied).toBe(true);
    expect([store.memoryBytes, store.fileBytes]).toEqual([0, 0]);
    const late = newFile();
    const other = new BatchStore({ budgetBytes: 100, openFile: async () => late.file });
    for (let index = 0; index < 5; index++) other.add(batchOf(index, 100));
    other.release();
    await opened();
    expect(late.work.isEmptied).toBe(true);
  });

  it('always has what it says it has, whatever the sizes, the room and the moment at which a file opens', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.nat(100),
        fc.integer({ min: 200, max: 6000 }),
        async (sizes, room, opensAt, maxFileBytes) => {
          const { file } = newFile(room);
          let open = (_: SpillFile | null): void => undefined;
          const store = new BatchStore({
            budgetBytes: 2000,
            maxFileBytes,
            openFile: () =>
              new Promise((done) => {
                open = done;
              }),
          });
          for (const [index, size] of sizes.entries()) {
            store.add(batchOf(index, size));
            if (index >= opensAt) {
              open(room === 0 ? null : file);
              await Promise.resolve();
              await Promise.resolve();
            }
            expect(store.memoryBytes).toBeLessThanOrEqual(4000);
            expect(store.fileBytes).toBeLessThanOrEqual(Math.min(room, maxFileBytes));
          }
          for (const [index, size] of sizes.entries()) {
            const batch = store.get(index);
            expect(batch === null).toBe(index < store.firstKept);
            if (batch !== null)
              expect(Buffer.compare(Buffer.from(batch), Buffer.from(batchOf(index, size)))).toBe(0);
          }
          const kept = sizes.slice(store.firstKept).reduce((sum, size) => sum + size, 0);
          expect(store.memoryBytes + store.fileBytes).toBe(kept);
        },
      ),
      { numRuns: 300 },
    );
  });
});
