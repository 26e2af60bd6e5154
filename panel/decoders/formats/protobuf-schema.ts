/** The types of a set of `.proto` files or descriptors, as plain data that a worker can be sent. */
export interface SchemaSet {
  /** By full name without a leading dot: `shop.v1.Order`. */
  readonly messages: ReadonlyMap<string, MessageType>;
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly errors: readonly SchemaError[];
  /** What each file defines, by its name. */
  readonly files: ReadonlyMap<string, FileCounts>;
}

/** How many types a file defines, those within others included. */
export interface FileCounts {
  readonly messages: number;
  readonly enums: number;
}

export interface SchemaError {
  readonly file: string;
  /** From 1; 0 where there are no lines. */
  readonly line: number;
  readonly text: string;
}

/** A file of the user: `.proto` text, or the bytes of a FileDescriptorSet. */
export interface SchemaFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface MessageType {
  readonly name: string;
  /** By number, extensions included. */
  readonly fields: ReadonlyMap<number, FieldType>;
  /** What a map field repeats: a key and a value. */
  readonly isMapEntry: boolean;
}

export interface EnumType {
  readonly name: string;
  readonly values: readonly (readonly [name: string, number: number])[];
}

export const scalarKinds = [
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'bytes',
  'uint32',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
] as const;
export type ScalarKind = (typeof scalarKinds)[number];

export interface FieldType {
  /** As in the file; an extension in brackets: `[shop.v1.note]`. */
  readonly name: string;
  readonly jsonName: string;
  readonly number: number;
  readonly kind: ScalarKind | 'enum' | 'message';
  /** Full name of the enum or message, '' for scalars. */
  readonly typeName: string;
  readonly isRepeated: boolean;
  readonly isPacked: boolean;
  readonly isRequired: boolean;
  /** A group, or a message that editions write as one. */
  readonly isDelimited: boolean;
  /** Name of the oneof, '' for none; those that only stand for `optional` are left out. */
  readonly oneof: string;
}

export const emptySchemaSet: SchemaSet = {
  messages: new Map(),
  enums: new Map(),
  errors: [],
  files: new Map(),
};

/** `foo_bar` as JSON has it: `fooBar`. */
export function jsonNameOf(name: string): string {
  return name.replace(/_+([a-zA-Z0-9]?)/g, (_all, letter: string) => letter.toUpperCase());
}
