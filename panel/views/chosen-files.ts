import type { ChosenFile } from '../model/schemas.ts';

/** The files of a picker, with their folders where a folder was chosen. */
export const filesOfInput = (input: HTMLInputElement): ChosenFile[] =>
  [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** The files that were dropped, and those of dropped folders. */
export async function filesOfDrop(transfer: DataTransfer): Promise<ChosenFile[]> {
  // Only at once, before anything is awaited, does the browser give them out.
  const given = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found = given.map((each) => {
    if (each === null) return [];
    // What comes from another program may be a file without a place.
    return each instanceof File ? [{ path: each.name, file: each }] : filesOfEntry(each);
  });
  return (await Promise.all(found)).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((done, fail) => entry.file(done, fail));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const files: ChosenFile[] = [];
  // Each read gives some of the entries, and none when there are no more.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((done, fail) =>
      reader.readEntries(done, fail),
    );
    if (entries.length === 0) return files;
    files.push(...(await Promise.all(entries.map(filesOfEntry))).flat());
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
