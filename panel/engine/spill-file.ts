// A file of the origin's private file system, for one panel. It is named by a lock that its owner holds as
// long as it lives: a file whose lock is free was left behind by a panel that is gone.
import type { SpillFile } from './batch-store.ts';

/** What a worker may do with a file. The types that are shared with documents lack it. */
interface SyncFile {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  read(into: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
}

const folderName = 'spilled-messages';

/** Opens an empty file; null where the browser offers none (in private windows, for example). */
export async function openSpillFile(): Promise<SpillFile | null> {
  try {
    const folder = await openFolder();
    const name = crypto.randomUUID();
    await holdUntilTheEnd(name);
    const file = await folder.getFileHandle(name, { create: true });
    // Only workers have it; the engine is one.
    const handle = await (
      file as unknown as { createSyncAccessHandle(): Promise<SyncFile> }
    ).createSyncAccessHandle();
    return {
      write(bytes, at) {
        // A disk that is full may take a part, or nothing, without an error.
        if (handle.write(bytes, { at }) !== bytes.length)
          throw new Error('the file took only a part');
      },
      read(into, at) {
        if (handle.read(into, { at }) !== into.length)
          throw new Error('the file is shorter than it was');
      },
      empty: () => handle.truncate(0),
    };
  } catch {
    return null;
  }
}

/** Removes what panels have left behind that were closed or have crashed. */
export async function removeLeftovers(): Promise<void> {
  try {
    const folder = await openFolder();
    for await (const name of folder.keys())
      await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock !== null) await folder.removeEntry(name);
      });
  } catch {
    // There is no such storage, or it is being removed by another panel.
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(folderName, { create: true });
}

/** Resolves when the lock is held; it is free again when this worker ends. */
function holdUntilTheEnd(name: string): Promise<void> {
  return new Promise((held, fail) => {
    navigator.locks
      .request(name, () => {
        held();
        return new Promise<never>(() => {});
      })
      .catch(fail);
  });
}
