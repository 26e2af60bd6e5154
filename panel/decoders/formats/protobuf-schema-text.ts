import type protobuf from 'protobufjs';
import type { MessageType, SchemaError, SchemaFile } from './protobuf-schema.ts';
import {
  type EnumType,
  type FieldType,
  type FileCounts,
  jsonNameOf,
  type ScalarKind,
  type SchemaSet,
  scalarKinds,
} from './protobuf-schema.ts';

import { schemaProblem } from './protobuf-schema-problem.ts';

type Library = typeof protobuf;

/**
 * Reads `.proto` texts. The library is asked for the grammar and the features of editions only:
 * what it makes code for cannot run under the policy of an extension.
 */
export function readProtoTexts(library: Library, files: readonly SchemaFile[]): SchemaSet {
  const root = new library.Root();
  const errors: SchemaError[] = [];
  // Its types do not have this, its documentation does. By it each type says where it is from: a
  // number, for names may look like part of an error.
  const parser = library.parse as { filename?: string };
  const wellKnown = new Set<string>();
  const problemOf = (text: string): string | null => {
    try {
      library.parse(text, new library.Root(), { keepCase: true });
      return null;
    } catch (error) {
      return messageOf(error);
    }
  };
  // By the whole path, or by its end: people pick files from folders of their own.
  const names = new Set(files.map(({ name }) => lastOf(name)));
  for (const [index, { name, content }] of files.entries()) {
    if (typeof content !== 'string') continue;
    parser.filename = String(index);
    try {
      const { imports = [], weakImports = [] } = library.parse(content, root, { keepCase: true });
      for (const path of imports) {
        if (names.has(lastOf(path)) || weakImports.includes(path)) continue;
        if (library.common.get(path) !== null) wellKnown.add(path);
        else {
          const text = `"${path}" is not among the files: add it too`;
          errors.push({ file: name, line: lineOf(content, `"${path}"`), text });
        }
      }
    } catch (error) {
      errors.push(schemaProblem(name, content, messageOf(error), problemOf));
    }
  }
  addWellKnown(library, root, wellKnown);
  return collect(library, root, errors, files);
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function lineOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : text.slice(0, at).split('\n').length;
}

function addWellKnown(library: Library, root: protobuf.Root, paths: ReadonlySet<string>): void {
  // The library's copy of the one names a type that only the other has.
  const http = paths.has('google/api/annotations.proto') ? ['google/api/http.proto'] : [];
  for (const path of [...paths, ...http]) {
    addMissing(library, root, library.common.get(path)?.nested ?? {});
  }
}

/** Files of the distribution hold part of each other, and people may have added some themselves. */
function addMissing(
  library: Library,
  space: protobuf.NamespaceBase,
  nested: Record<string, protobuf.AnyNestedObject>,
): void {
  for (const [name, json] of Object.entries(nested)) {
    const there = space.get(name);
    if (there === null) space.addJSON({ [name]: json });
    else if (there instanceof library.Namespace && !('fields' in json) && 'nested' in json)
      addMissing(library, there, json.nested ?? {});
  }
}

function collect(
  library: Library,
  root: protobuf.Root,
  errors: SchemaError[],
  files: readonly SchemaFile[],
): SchemaSet {
  try {
    // Only after this do fields know the features of their file: packed, delimited, required.
    root.resolveAll();
  } catch {
    // A type that is missing: told below, for each field, with the file and the line.
  }
  const messages = new Map<string, MessageType>();
  const enums = new Map<string, EnumType>();
  const counts = files.map(() => ({ messages: 0, enums: 0 }));
  const open: protobuf.NamespaceBase[] = [root];
  for (let space = open.pop(); space !== undefined; space = open.pop()) {
    for (const each of space.nestedArray) {
      if (each instanceof library.Enum) {
        const values = Object.entries(each.values);
        enums.set(nameOf(each), { name: nameOf(each), values });
        const count = counts[Number(each.filename ?? -1)];
        if (count !== undefined) count.enums += 1;
      } else if (each instanceof library.Namespace) open.push(each);
    }
    if (!(space instanceof library.Type)) continue;
    addMessage(library, space, messages, errors, files);
    const count = counts[Number(space.filename ?? -1)];
    if (count !== undefined) count.messages += 1;
  }
  const named = files.map(({ name }, index): [string, FileCounts] => [
    name,
    counts[index] ?? { messages: 0, enums: 0 },
  ]);
  return { messages, enums, errors, files: new Map(named) };
}

const nameOf = ({ fullName }: protobuf.ReflectionObject): string => fullName.replace(/^\./, '');

function addMessage(
  library: Library,
  type: protobuf.Type,
  messages: Map<string, MessageType>,
  errors: SchemaError[],
  files: readonly SchemaFile[],
): void {
  const fields = new Map<number, FieldType>();
  for (const field of type.fieldsArray) {
    const read = fieldOf(library, type, field, messages);
    if (read !== null) fields.set(field.id, read);
    else {
      const text = `${nameOf(type)}.${field.name}: no type ${field.type} is known`;
      errors.push({ ...placeOf(field, files), text });
    }
  }
  messages.set(nameOf(type), { name: nameOf(type), fields, isMapEntry: false });
}

/** The library keeps no positions: the field is looked for in the texts. */
function placeOf({ name, type }: protobuf.Field, files: readonly SchemaFile[]) {
  const pattern = new RegExp(`${type.replaceAll('.', '\\.')}\\s*>?\\s+${name}\\s*=`);
  for (const { name: file, content } of files) {
    const at = typeof content === 'string' ? content.search(pattern) : -1;
    if (at >= 0) return { file, line: String(content).slice(0, at).split('\n').length };
  }
  return { file: files[0]?.name ?? '', line: 0 };
}

function fieldOf(
  library: Library,
  type: protobuf.Type,
  field: protobuf.Field,
  messages: Map<string, MessageType>,
): FieldType | null {
  const target = resolve(library, type, field);
  if (target === null) return null;
  const isExtension = field.name.startsWith('.');
  // The library holds the well-known types with the names of JSON.
  const ownName = nameOf(type).startsWith('google.protobuf.')
    ? field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    : field.name;
  const name = isExtension ? `[${field.name.slice(1)}]` : ownName;
  const givenName = field.options?.['json_name'];
  const jsonName =
    typeof givenName === 'string' ? givenName : isExtension ? name : jsonNameOf(field.name);
  const common = { name, jsonName, number: field.id };
  const isMap = field instanceof library.MapField;
  if (isMap) {
    const entry = mapEntry(`${nameOf(type)}.${field.name}`, field.keyType, target);
    messages.set(entry.name, entry);
    return { ...common, ...plainField, kind: 'message', typeName: entry.name, isRepeated: true };
  }
  const oneof = field.partOf;
  return {
    ...common,
    ...target,
    isRepeated: field.repeated,
    isPacked: field.repeated && field.packed && target.kind !== 'message',
    isRequired: field.required,
    isDelimited: target.kind === 'message' && field.delimited === true,
    oneof: oneof === null || oneof.name === `_${field.name}` ? '' : oneof.name,
  };
}

const plainField = {
  isRepeated: false,
  isPacked: false,
  isRequired: false,
  isDelimited: false,
  oneof: '',
} as const;

type Target = Pick<FieldType, 'kind' | 'typeName'>;

function resolve(library: Library, type: protobuf.Type, field: protobuf.Field): Target | null {
  const scalar = scalarOf(field.type);
  if (scalar !== null) return { kind: scalar, typeName: '' };
  // An extension stands in its message, but its names are those of where it was written.
  const scope = field.declaringField?.parent ?? type;
  const found = scope.lookup(field.type, [library.Type, library.Enum]);
  if (found instanceof library.Type) return { kind: 'message', typeName: nameOf(found) };
  return found instanceof library.Enum ? { kind: 'enum', typeName: nameOf(found) } : null;
}

function scalarOf(type: string): ScalarKind | null {
  return scalarKinds.find((kind) => kind === type) ?? null;
}

/** The message that a map field repeats, as descriptors have it. */
function mapEntry(path: string, keyType: string, value: Target): MessageType {
  const key: FieldType = {
    ...plainField,
    name: 'key',
    jsonName: 'key',
    number: 1,
    kind: scalarOf(keyType) ?? 'string',
    typeName: '',
  };
  const field: FieldType = { ...plainField, ...value, name: 'value', jsonName: 'value', number: 2 };
  const fields = new Map([
    [1, key],
    [2, field],
  ]);
  return { name: `${path}.Entry`, fields, isMapEntry: true };
}
