import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { MessageRule, SchemaSource } from '../../../panel/engine/engine-contract.ts';
import type { SchemaStore } from '../../../panel/model/schema-store.ts';
import { createSchemas, maxSchemaBytes, maxSchemaFiles } from '../../../panel/model/schemas.ts';
import { bytes } from '../decoders/bytes.ts';
import { shopDescriptorBytes } from '../decoders/formats/shop-schema.ts';
import { createRecordedEngine } from './recorded-engine.ts';

/** A store in memory; `refuse` makes the next changes fail. */
function memoryStore(kept: readonly SchemaSource[] = []) {
  const files = new Map(kept.map((file) => [file.name, file]));
  let refusal: Error | null = null;
  const store: SchemaStore = {
    all: async () => [...files.values()],
    async change(added, removed) {
      if (refusal !== null) throw refusal;
      for (const name of removed) files.delete(name);
      for (const file of added) files.set(file.name, file);
    },
  };
  const refuse = (error: Error): void => {
    refusal = error;
  };
  return { store, files, refuse };
}

function newSchemas(memory = memoryStore()) {
  const { engine, asked } = createRecordedEngine();
  let changes = 0;
  const rules = signal<readonly MessageRule[]>([]);
  const schemas = createSchemas({
    engine,
    store: memory.store,
    rules,
    onChange: () => changes++,
  });
  const add = (...files: [path: string, content: string | Uint8Array][]) =>
    schemas.add(files.map(([path, content]) => ({ path, file: new Blob([content as BlobPart]) })));
  const names = () => schemas.files.value.map(({ name }) => name);
  return { ...memory, schemas, asked, rules, add, names, changes: () => changes };
}

const message = (name: string): string => `syntax = "proto3"; message ${name} { int32 a = 1; }`;

describe('schemas', () => {
  it('are read together, counted, and kept', async () => {
    const { add, schemas, files, changes } = newSchemas();
    const before = changes();
    await add(
      ['b.proto', 'syntax = "proto3"; import "a.proto"; message B { A a = 1; }'],
      ['a.proto', message('A')],
      ['shop.binpb', shopDescriptorBytes],
    );
    expect(schemas.files.value).toMatchObject([
      { name: 'a.proto', messages: 1, enums: 0, errorCount: 0, byteLength: message('A').length },
      { name: 'b.proto', messages: 1, errorCount: 0 },
      { name: 'shop.binpb', errorCount: 0, byteLength: shopDescriptorBytes.length },
    ]);
    expect(schemas.types.value).toEqual(expect.arrayContaining(['A', 'B', 'shop.v1.Order']));
    expect([...files.keys()]).toEqual(['b.proto', 'a.proto', 'shop.binpb']);
    expect(changes()).toBeGreaterThan(before);
    expect(schemas.isBusy.value).toBe(false);
  });

  it('are there again when the panel is opened again', async () => {
    const { schemas, names } = newSchemas(
      memoryStore([{ name: 'a.proto', content: message('A') }]),
    );
    await until(() => !schemas.isBusy.value);
    expect(names()).toEqual(['a.proto']);
    expect(schemas.types.value).toEqual(['A']);
  });

  it('do not have anything read where there are none', async () => {
    const { schemas, asked } = newSchemas();
    await until(() => !schemas.isBusy.value);
    expect(asked('loadSchemas')).toEqual([]);
  });

  it('replace those of the same name, also where the folder is not said again', async () => {
    const { add, schemas, names } = newSchemas();
    await add(['protos/a.proto', message('A')], ['protos/b.proto', message('B')]);
    await add(['a.proto', message('Other')]);
    expect(names()).toEqual(['protos/a.proto', 'protos/b.proto']);
    expect(schemas.types.value).toEqual(['B', 'Other']);
    await add(['more/a.proto', message('More')]);
    // Of two it is not known which is meant.
    await add(['a.proto', message('Third')]);
    expect(names()).toEqual(['a.proto', 'more/a.proto', 'protos/a.proto', 'protos/b.proto']);
  });

  it('are removed from what is used and what is kept', async () => {
    const { add, schemas, files, names } = newSchemas();
    await add(['a.proto', message('A')], ['b.proto', message('B')]);
    await schemas.remove(['a.proto']);
    expect(names()).toEqual(['b.proto']);
    expect([...files.keys()]).toEqual(['b.proto']);
    await schemas.remove(['b.proto']);
    expect(schemas.types.value).toEqual([]);
  });

  it('say what is wrong by file and line', async () => {
    const { add, schemas } = newSchemas();
    await add(
      ['broken.proto', 'syntax = "proto3";\nmessage Bad {\n  int32 = 1;\n}'],
      ['lost.proto', 'syntax = "proto3";\nimport "lib/none.proto";'],
      ['noise.desc', bytes('ff ff ff')],
    );
    expect(schemas.files.value.map(({ name, errors }) => [name, ...errors])).toEqual([
      ['broken.proto', { line: 3, text: "'=' stands where a name is due" }],
      ['lost.proto', { line: 2, text: '"lib/none.proto" is not among the files: add it too' }],
      ['noise.desc', expect.objectContaining({ line: 0 })],
    ]);
  });

  it('are all that is taken from a folder; with none in it, that is said', async () => {
    const { add, schemas, names } = newSchemas();
    await add(['protos/README.md', '# Hi'], ['protos/a.proto', message('A')]);
    expect(names()).toEqual(['protos/a.proto']);
    expect(schemas.failure.value).toBeNull();
    await add(['notes.txt', 'hi']);
    expect(schemas.failure.value).toEqual({ kind: 'noSchemas', name: 'notes.txt' });
    expect(names()).toEqual(['protos/a.proto']);
  });

  it('are not taken beyond the limits, and what was there stays', async () => {
    const { add, schemas, names, files } = newSchemas();
    await add(['a.proto', message('A')]);
    await add(['large.pb', new Uint8Array(maxSchemaBytes)]);
    expect(schemas.failure.value).toEqual({ kind: 'tooLarge' });
    await add(['larger.pb', new Uint8Array(maxSchemaBytes + 1)]);
    expect(schemas.failure.value).toEqual({ kind: 'tooLarge' });
    await add(
      ...Array.from({ length: maxSchemaFiles }, (_, at): [string, string] => [`${at}.proto`, '']),
    );
    expect(schemas.failure.value).toEqual({ kind: 'tooLarge' });
    expect(names()).toEqual(['a.proto']);
    expect([...files.keys()]).toEqual(['a.proto']);
  });

  it('are used but said not to be kept when the disk is full', async () => {
    const memory = memoryStore();
    const { add, schemas, names } = newSchemas(memory);
    memory.refuse(new DOMException('full', 'QuotaExceededError'));
    await add(['a.proto', message('A')]);
    expect(names()).toEqual(['a.proto']);
    expect(schemas.failure.value).toEqual({ kind: 'diskFull' });
    memory.refuse(new Error('no storage here'));
    await add(['b.proto', message('B')]);
    expect(schemas.failure.value).toEqual({ kind: 'notKept', reason: 'no storage here' });
  });

  it('work without those of last time when these cannot be read', async () => {
    const memory = memoryStore();
    const broken = { ...memory.store, all: () => Promise.reject(new Error('damaged')) };
    const { add, schemas, names } = newSchemas({ ...memory, store: broken });
    await until(() => !schemas.isBusy.value);
    expect(schemas.failure.value).toEqual({ kind: 'notRemembered', reason: 'damaged' });
    await add(['a.proto', message('A')]);
    expect(names()).toEqual(['a.proto']);
  });
});

describe('rules', () => {
  it('are added, changed, moved and removed', () => {
    const { schemas, rules } = newSchemas();
    schemas.addRule('wss://a/');
    schemas.addRule('wss://b/');
    const typesOf = () => rules.value.map(({ messageType }) => messageType);
    schemas.changeRule(0, { messageType: 'A' });
    schemas.changeRule(1, { messageType: 'B' });
    schemas.changeRule(2, { messageType: 'C' });
    expect(rules.value.map(({ url }) => url)).toEqual(['wss://a/', 'wss://a/']);
    schemas.moveRule(1, -1);
    expect(typesOf()).toEqual(['B', 'A']);
    schemas.removeRule(0);
    expect(typesOf()).toEqual(['A']);
  });

  it('without a type are not told to the engine', () => {
    const { engine, received } = engineWithOrders();
    const rules = signal<readonly MessageRule[]>([]);
    const schemas = createSchemas({
      ...{ engine, store: memoryStore().store, rules },
      onChange: () => undefined,
    });
    schemas.addRule('');
    expect(received().at(-1)).toEqual([]);
    schemas.changeRule(0, { messageType: 'A' });
    expect(received().at(-1)).toMatchObject([{ messageType: 'A' }]);
  });
});

function engineWithOrders() {
  const { engine } = createRecordedEngine();
  const told: (readonly MessageRule[])[] = [];
  return {
    received: () => told,
    engine: {
      ...engine,
      order(order: Parameters<typeof engine.order>[0]) {
        if (order.kind === 'messageRules') told.push(order.rules);
        engine.order(order);
      },
    },
  };
}

/** Lets promises and timers go on until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done));
}
