// Files of the Protobuf distribution that a parser needs only where somebody imports them.
import annotations from 'protobufjs/google/api/annotations.json';
import http from 'protobufjs/google/api/http.json';
import api from 'protobufjs/google/protobuf/api.json';
import descriptor from 'protobufjs/google/protobuf/descriptor.json';
import sourceContext from 'protobufjs/google/protobuf/source_context.json';
import type from 'protobufjs/google/protobuf/type.json';

/** By the path by which they are imported. */
export const rareImportFiles: ReadonlyMap<string, object> = new Map<string, object>([
  ['google/protobuf/descriptor.proto', descriptor],
  ['google/protobuf/api.proto', api],
  ['google/protobuf/type.proto', type],
  ['google/protobuf/source_context.proto', sourceContext],
  ['google/api/annotations.proto', annotations],
  ['google/api/http.proto', http],
]);
