// @ts-check
import { zipSync } from 'fflate';

/**
 * A zip that is the same, byte for byte, whenever and wherever it is made of the same files.
 *
 * @param {ReadonlyMap<string, Uint8Array>} files By path, with `/` between.
 * @returns {Uint8Array}
 */
export function zipFiles(files) {
  // Zip keeps local time without a zone. Read as local time this date is the same everywhere.
  const mtime = new Date(2000, 0, 1);
  const paths = [...files.keys()].sort();
  /** @type {import('fflate').Zippable} */
  const entries = {};
  for (const path of paths) entries[path] = [files.get(path) ?? new Uint8Array(), { mtime }];
  return zipSync(entries, { level: 9 });
}
