/** The part of the package brotli that it does not export: with an input and an output of one's own. */
declare module '#brotli-decode' {
  export function BrotliDecompress(
    input: { read(target: Uint8Array, offset: number, count: number): number },
    output: {
      /** Replaced by a larger one where a header says more than its length. */
      buffer: { readonly length: number };
      write(part: Uint8Array, count: number): number;
    },
  ): void;
}
