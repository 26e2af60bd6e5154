import { describe, expect, it } from 'vitest';
import { filesOfDrop } from '../../../panel/views/chosen-files.ts';

const fileOf = (path: string) => ({
  ...{ isFile: true, isDirectory: false, fullPath: path },
  file: (done: (file: File) => void) => done(new File([''], path.split('/').at(-1) ?? '')),
});
/** A folder that gives its entries two at a time, as Chromium gives a hundred. */
const folderOf = (...entries: readonly object[]) => ({
  ...{ isFile: false, isDirectory: true, fullPath: '' },
  createReader() {
    const left = [...entries];
    return { readEntries: (done: (some: object[]) => void) => done(left.splice(0, 2)) };
  },
});
/** What DevTools hands over, as far as it is looked at. */
const dropOf = (...items: readonly object[]) => ({ items }) as unknown as DataTransfer;
const entryItem = (entry: object | null) => ({
  webkitGetAsEntry: () => entry,
  getAsFile: () => null,
});
const pathsOf = async (drop: DataTransfer) => (await filesOfDrop(drop)).map(({ path }) => path);

describe('what is dropped', () => {
  it('is each file, and all files of each folder with their places', async () => {
    const folder = folderOf(
      fileOf('/protos/a.proto'),
      fileOf('/protos/b.proto'),
      folderOf(fileOf('/protos/common/money.proto')),
    );
    const drop = dropOf(entryItem(fileOf('/shop.proto')), entryItem(folder));
    expect(await pathsOf(drop)).toEqual([
      'shop.proto',
      'protos/a.proto',
      'protos/b.proto',
      'protos/common/money.proto',
    ]);
  });

  it('is also a file that has no place', async () => {
    const item = { webkitGetAsEntry: () => null, getAsFile: () => new File([''], 'mail.proto') };
    expect(await pathsOf(dropOf(item, entryItem(null)))).toEqual(['mail.proto']);
  });
});
