declare module 'msgpackr/unpack-no-eval' {
  export class Unpackr {
    constructor(options: { readonly useRecords: boolean });
    unpack(bytes: Uint8Array): unknown;
  }
}
