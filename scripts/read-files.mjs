// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * Every file below a folder, by its path in it with `/` between.
 *
 * @param {string} folder
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function readFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  for (const path of paths.sort()) {
    files.set(relative(folder, path).replaceAll(sep, '/'), await readFile(path));
  }
  return files;
}
