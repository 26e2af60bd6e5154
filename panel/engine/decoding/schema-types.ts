// What the user's schemas hold, as decoders and as a report. Loaded when there is a schema.
import type { Decoder } from '../../decoders/decoder.ts';
import {
  createMessageDecoder,
  createRuledDecoders,
  messageDecoderPrefix,
} from '../../decoders/formats/protobuf-message-decoder.ts';
import type { MessageRule } from '../../decoders/formats/protobuf-message-rules.ts';
import type { SchemaError, SchemaSet } from '../../decoders/formats/protobuf-schema.ts';
import { loadSchemaSet } from '../../decoders/formats/protobuf-schema-load.ts';
import { typeFit } from '../../decoders/formats/protobuf-type-fit.ts';
import type { DecoderChoice, SchemaReport, SchemaSource } from '../engine-contract.ts';

/** Of a file with a missing import every other line is wrong: more than these nobody reads. */
const maxErrors = 20;

export interface SchemaTypes {
  readonly report: SchemaReport;
  /** One for each type of message, by its name. */
  readonly decoders: ReadonlyMap<string, Decoder>;
  ruledDecoders(rules: readonly MessageRule[]): readonly Decoder[];
  /** All of them, those first that know most of the fields of a payload. */
  choices(bytes: Uint8Array): readonly DecoderChoice[];
}

export async function readSchemas(files: readonly SchemaSource[]): Promise<SchemaTypes> {
  const set = await loadSchemaSet(files);
  const types = typeNames(set);
  const errors = new Map(files.map(({ name }): [string, SchemaError[]] => [name, []]));
  for (const error of set.errors) errors.get(error.file)?.push(error);
  const decoders = types.flatMap((type) => createMessageDecoder(set, type) ?? []);
  return {
    report: { files: files.map(({ name }) => reportOf(name, set, errors.get(name))), types },
    decoders: new Map(decoders.map((decoder) => [decoder.name, decoder])),
    ruledDecoders: (rules) => createRuledDecoders(set, rules),
    choices: (bytes) => rankTypes(set, types, bytes),
  };
}

function reportOf(
  name: string,
  set: SchemaSet,
  errors: readonly SchemaError[] = [],
): SchemaReport['files'][number] {
  return {
    name,
    messages: 0,
    enums: 0,
    ...set.files.get(name),
    errors: errors.slice(0, maxErrors).map(({ line, text }) => ({ line, text })),
    errorCount: errors.length,
  };
}

function rankTypes(
  set: SchemaSet,
  types: readonly string[],
  bytes: Uint8Array,
): readonly DecoderChoice[] {
  const fitOf = typeFit(bytes);
  return types
    .map((label) => {
      const type = set.messages.get(label);
      const confidence = type === undefined ? 0 : fitOf(type);
      return { name: `${messageDecoderPrefix}${label}`, label, confidence };
    })
    .sort((one, other) => other.confidence - one.confidence);
}

/** By name, those that come with Protobuf behind the user's own. */
function typeNames({ messages }: SchemaSet): readonly string[] {
  const isGoogles = (name: string): boolean => name.startsWith('google.');
  const names = [...messages.values()].filter(({ isMapEntry }) => !isMapEntry);
  return names
    .map(({ name }) => name)
    .sort((one, other) => {
      const order = Number(isGoogles(one)) - Number(isGoogles(other));
      return order !== 0 ? order : one < other ? -1 : 1;
    });
}
