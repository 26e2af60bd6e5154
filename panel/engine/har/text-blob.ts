/** Characters in a chunk, about. */
const chunkLength = 1024 * 1024;

/** Collects a long text outside of the script's heap; no string is longer than a chunk and one piece. */
export interface TextBlob {
  write(piece: string): void;
  finish(): Blob;
}

export function createTextBlob(contentType: string): TextBlob {
  const chunks: Blob[] = [];
  let chunk = '';
  const flush = (): void => {
    // A Blob at once: as a string the chunk would stay on the heap until the end.
    if (chunk !== '') chunks.push(new Blob([chunk]));
    chunk = '';
  };
  return {
    write(piece) {
      chunk += piece;
      if (chunk.length >= chunkLength) flush();
    },
    finish() {
      flush();
      return new Blob(chunks, { type: contentType });
    },
  };
}
