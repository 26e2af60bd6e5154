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
  if (texts.length > 0) {
    const { default: library } = await import('protobufjs');
    const { readProtoTexts } = await import('./protobuf-schema-text.ts');
    sets.push(readProtoTexts(library, texts));
  }
  return mergeSets(sets);
}

/** A type that several sets have is taken from the last. */
function mergeSets(sets: readonly SchemaSet[]): SchemaSet {
  const messages = new Map(sets.flatMap((set) => [...set.messages]));
  const enums = new Map(sets.flatMap((set) => [...set.enums]));
  const errors: SchemaError[] = sets.flatMap((set) => set.errors);
  for (const { name, fields } of messages.values()) {
    for (const field of fields.values()) {
      if (field.typeName === '' || messages.has(field.typeName) || enums.has(field.typeName))
        continue;
      const text = `${name}.${field.name}: no type ${field.typeName} is known`;
      errors.push({ file: '', line: 0, text });
    }
  }
  return { messages, enums, errors };
}
