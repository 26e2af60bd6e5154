import type { Budget, Decoded, Decoder, Payload } from '../decoder.ts';
import { TreeBuilder } from '../tree-builder.ts';
import { fileTypeOf } from './media-type.ts';
import { failureAt } from './unpacked.ts';

const name = 'file';

/** Files that are named by their first bytes; the root's type is the media type. */
export const fileDecoder: Decoder = {
  name,
  label: 'File',
  specification: 'https://mimesniff.spec.whatwg.org/',
  recognisedBy:
    'the first bytes are those of audio, video, a font, PDF, an archive, WebAssembly, SQLite, Avro, Parquet, Arrow, Ion, Smile or a Java object',
  recognises: (payload) => (fileTypeOf(payload) === null ? 0 : 0.9),
  decode: decodeFile,
};

function decodeFile(payload: Payload, _hint: unknown, budget: Budget): Decoded {
  const { bytes } = payload;
  const type = fileTypeOf(payload);
  if (type === null) return failureAt(name, 'no file that is known begins so', 0, bytes.length);
  const builder = new TreeBuilder(bytes, budget);
  const end = Math.min(type.byteLength, bytes.length);
  builder.begin('object', 0, undefined, type.mediaType);
  builder.add('name', 0, end, 'format', type.label);
  builder.addBytes(end, bytes.length - end, 'content');
  builder.endAll(bytes.length);
  const facts = { summary: `${type.label}, ${bytes.length} bytes` };
  return { ok: true, table: builder.table(), warnings: [], facts };
}
