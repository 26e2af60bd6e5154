import { scalars, scalarText, variables } from './amqp-scalars.ts';
import { composites, numberOfSymbol } from './amqp-words.ts';
import { type FieldReader, integerAt } from './field-reader.ts';

/** A list of fields nests a few levels; what nests deeper than this was made to break a reader. */
const maxNesting = 200;
const maxEmptyItems = 1000;

interface Place {
  readonly key: string | undefined;
  readonly depth: number;
  /** What the descriptor before it says, in words. */
  readonly type?: string;
  /** Names of the items, where they have some. */
  readonly fields?: readonly string[];
}

/** Reads one value of the type system of AMQP 1.0, at its constructor. */
export function readAmqp(fields: FieldReader, key?: string): void {
  readValue(fields, { key, depth: 0 });
}

function readValue(fields: FieldReader, place: Place): void {
  if (!fields.wants(1, place.key ?? 'a value')) return;
  const code = fields.byte;
  if (code === 0) readDescribed(fields, place);
  else {
    const start = fields.at;
    fields.at += 1;
    readBody(fields, code, start, place);
  }
}

/** The number of a descriptor that is known, -1 for others. */
export function descriptorAt(bytes: Uint8Array, at: number, limit: number): number {
  if (bytes[at] !== 0) return -1;
  const found = scalarText(bytes, at + 1, limit);
  if (found === null) return -1;
  const number = numberOfSymbol.get(found.text) ?? Number(found.text);
  return composites[number] === undefined ? -1 : number;
}

function readDescribed(fields: FieldReader, place: Place): void {
  if (place.depth >= maxNesting) {
    fields.fail(`nested deeper than ${maxNesting} levels`);
    return;
  }
  const found = scalarText(fields.bytes, fields.at + 1, fields.limit);
  if (found === null) {
    fields.fail('a descriptor that is no number or symbol, or is cut off');
    return;
  }
  const number = numberOfSymbol.get(found.text) ?? Number(found.text);
  const known = composites[number];
  fields.at += 1 + found.size;
  const type = known?.name ?? `described ${found.text}`;
  const names = known === undefined ? {} : { fields: known.fields };
  readValue(fields, { key: place.key, depth: place.depth + 1, type, ...names });
}

/** What stands behind a constructor; in arrays one constructor is shared by all items. */
function readBody(fields: FieldReader, code: number, start: number, place: Place): void {
  const plain = scalars[code];
  const type = place.type ?? plain?.type;
  if (plain !== undefined) {
    if (!fields.wants(plain.size, plain.type)) return;
    const text = plain.text(fields.bytes, fields.at);
    fields.at += plain.size;
    if (plain.kind !== 'bytes') {
      fields.note(plain.kind, place.key, text, type, start, fields.at - start);
      return;
    }
    fields.at -= plain.size;
    fields.blob(place.key, plain.size, type);
    return;
  }
  const variable = variables[code];
  if (variable !== undefined) {
    const [name, kind, width] = variable;
    const length = takeUint(fields, width, `the length of a ${name}`);
    if (kind === 'string') fields.string(place.key, length, place.type ?? name);
    else fields.blob(place.key, length, place.type ?? name);
    return;
  }
  readCompound(fields, code, place);
}

function takeUint(fields: FieldReader, width: number, what: string): number {
  if (!fields.wants(width, what)) return 0;
  fields.at += width;
  return integerAt(fields.bytes, fields.at - width, width);
}

type Shape = 'list' | 'map' | 'array';
const compounds: Readonly<Record<number, readonly [Shape, 1 | 4]>> = {
  192: ['list', 1],
  208: ['list', 4],
  193: ['map', 1],
  209: ['map', 4],
  224: ['array', 1],
  240: ['array', 4],
};

function readCompound(fields: FieldReader, code: number, place: Place): void {
  const isEmptyList = code === 0x45;
  const compound = isEmptyList ? (['list', 1] as const) : compounds[code];
  if (compound === undefined) {
    fields.fail(`no type has the code 0x${code.toString(16)}`, fields.at - 1);
    return;
  }
  if (place.depth >= maxNesting) {
    fields.fail(`nested deeper than ${maxNesting} levels`);
    return;
  }
  const [shape, width] = compound;
  const names = shape === 'list' ? place.fields : undefined;
  fields.begin(
    names !== undefined || shape === 'map' ? 'object' : 'array',
    place.key,
    place.type ?? shape,
  );
  if (!isEmptyList) {
    const size = takeUint(fields, width, `the size of a ${shape}`);
    fields.within(size, place.type ?? shape, () => {
      const count = takeUint(fields, width, `the number of items of a ${shape}`);
      if (shape === 'map') readMap(fields, count, place.depth + 1);
      else if (shape === 'array') readArray(fields, count, place.depth + 1);
      else readList(fields, count, place.depth + 1, names);
    });
  }
  fields.end();
}

function readList(
  fields: FieldReader,
  count: number,
  depth: number,
  names: readonly string[] | undefined,
): void {
  for (let index = 0; index < count && fields.problem === null; index += 1) {
    const key = names === undefined ? undefined : (names[index] ?? `field ${index}`);
    // Fields that were left out are nulls, which say nothing.
    if (names !== undefined && fields.byte === 0x40 && fields.left > 0) fields.at += 1;
    else readValue(fields, { key, depth });
  }
}

function readMap(fields: FieldReader, count: number, depth: number): void {
  if (count % 2 === 1) fields.fail(`a map has pairs, here are ${count} items`);
  for (let index = 0; index < count && fields.problem === null; index += 2) {
    const key = scalarText(fields.bytes, fields.at, fields.limit);
    if (key === null) fields.fail('a key that is no scalar, or is cut off');
    else {
      fields.at += key.size;
      readValue(fields, { key: key.text, depth });
    }
  }
}

function readArray(fields: FieldReader, count: number, depth: number): void {
  if (!fields.wants(1, 'the type of the items')) return;
  let type: string | undefined;
  if (fields.byte === 0) {
    const found = scalarText(fields.bytes, fields.at + 1, fields.limit);
    if (found === null) {
      fields.fail('a descriptor that is no number or symbol, or is cut off');
      return;
    }
    type = composites[Number(found.text)]?.name ?? `described ${found.text}`;
    fields.at += 1 + found.size;
    if (!fields.wants(1, 'the type of the items')) return;
  }
  const code = fields.byte;
  fields.at += 1;
  // Items of no width cost nothing to send and a node each to show.
  if (count > maxEmptyItems && count > fields.left) {
    fields.fail(`${count} items in ${fields.left} bytes`);
    return;
  }
  for (let index = 0; index < count && fields.problem === null; index += 1)
    readBody(fields, code, fields.at, {
      key: undefined,
      depth,
      ...(type === undefined ? {} : { type }),
    });
}
