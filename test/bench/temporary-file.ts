import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpillFile } from '../../panel/engine/batch-store.ts';

/** What the browser's private file system is to the engine, in a process without a browser. It ends with the process. */
export function openTemporaryFile(): SpillFile {
  const folder = mkdtempSync(join(tmpdir(), 'sockets-bench-'));
  const file = openSync(join(folder, 'messages'), 'w+');
  process.once('exit', () => {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    write(bytes, at) {
      if (writeSync(file, bytes, 0, bytes.length, at) !== bytes.length)
        throw new Error(`${folder} took only a part: make room on its disk`);
    },
    read(into, at) {
      if (readSync(file, into, 0, into.length, at) !== into.length)
        throw new Error(`${folder}: the file is shorter than it was`);
    },
    empty: () => ftruncateSync(file),
  };
}
