/** Libraries without types of their own, as far as the tests use them. */
declare module 'lz4js' {
  const lz4js: {
    compress(content: Uint8Array): Uint8Array;
    decompress(frame: Uint8Array): Uint8Array;
  };
  export default lz4js;
}

declare module 'snappyjs' {
  const snappyjs: {
    compress(content: Uint8Array): Uint8Array;
    uncompress(block: Uint8Array): Uint8Array;
  };
  export default snappyjs;
}
