import type protobuf from 'protobufjs';
import type { SchemaError, SchemaFile, SchemaSet } from './protobuf-schema.ts';
import { readDescriptorSet } from './protobuf-schema-descriptor.ts';

/**
 * Reads the user's files: `.proto` texts, which may import each other in any order, and binary
 * descriptor sets. What is wrong with one file leaves the others usable. The parser of `.proto`
 * texts is loaded when there is one.
 */
export async function loadSchemaSet(files: readonly SchemaFile[]): Promise<SchemaSet> {
  const texts = files.filter(({ content }) => typeof content === 'string');
  const sets = files.flatMap(({ name, content }) =>
    typeof content === 'string' ? [] : [readDescriptorSet(name, content)],
  );
  const unknown = unknownTypes(sets);
  if (texts.length > 0) {
    const { default: library } = await import('protobufjs');
    const { readProtoTexts } = await import('./protobuf-schema-text.ts');
    await addRareImports(library, texts);
    sets.push(readProtoTexts(library, texts));
  }
  return {
    // A type that several sets have is taken from the last.
    messages: new Map(sets.flatMap(({ messages }) => [...messages])),
    enums: new Map(sets.flatMap(({ enums }) => [...enums])),
    errors: [...sets.flatMap(({ errors }) => errors), ...unknown],
    files: new Map(sets.flatMap((set) => [...set.files])),
  };
}

/** What descriptor sets name and none of them has. The reader of texts tells its own. */
function unknownTypes(sets: readonly SchemaSet[]): readonly SchemaError[] {
  const known = new Set(
    sets.flatMap(({ messages, enums }) => [...messages.keys(), ...enums.keys()]),
  );
  return sets.flatMap(({ messages, files }) =>
    [...messages.values()].flatMap(({ name, fields }) =>
      [...fields.values()]
        .filter(({ typeName }) => typeName !== '' && !known.has(typeName))
        .map((field) => ({
          file: [...files.keys()][0] ?? '',
          line: 0,
          text: `${name}.${field.name}: no type ${field.typeName} is known: write the set with protoc --include_imports`,
        })),
    ),
  );
}

/** Files that come with every protoc and are imported for options mostly: loaded when one is. */
const rareImports =
  /google\/(protobuf\/(descriptor|api|type|source_context)|api\/(annotations|http))\.proto"/;

async function addRareImports(
  library: typeof protobuf,
  texts: readonly SchemaFile[],
): Promise<void> {
  if (!texts.some(({ content }) => rareImports.test(String(content)))) return;
  const { rareImportFiles } = await import('./protobuf-rare-imports.ts');
  for (const [path, file] of rareImportFiles) library.common(path, file);
}
