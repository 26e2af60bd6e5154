import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { MessageRule, SchemaReport, SchemaSource } from '../engine/engine-contract.ts';
import { moved, nextRule } from './message-rules.ts';
import type { SchemaStore } from './schema-store.ts';

/** What is kept, read at each start and sent to the engine at each change. */
export const maxSchemaBytes = 32_000_000;
export const maxSchemaFiles = 2_000;

/** Endings of `.proto` texts and of descriptor sets. */
export const schemaEndings = ['.proto', '.desc', '.binpb', '.pb', '.protoset', '.fds'] as const;

export const isSchemaName = (name: string): boolean =>
  schemaEndings.some((ending) => name.toLowerCase().endsWith(ending));

/** A file as it was chosen or dropped. */
export interface ChosenFile {
  /** With its folder, where a folder was chosen. */
  readonly path: string;
  readonly file: Blob;
}

export type LoadedSchema = SchemaReport['files'][number] & { readonly byteLength: number };

export type SchemaProblem =
  /** None of the endings; nothing of what was chosen is left. */
  | { readonly kind: 'noSchemas'; readonly name: string }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'unreadable'; readonly name: string; readonly reason: string }
  /** They are used, but will not be there next time. */
  | { readonly kind: 'diskFull' }
  | { readonly kind: 'notKept' | 'notRemembered' | 'failed'; readonly reason: string };

/** The user's Protobuf schemas, and the rules that say which messages are of which type. */
export interface Schemas {
  readonly isOpen: Signal<boolean>;
  readonly files: ReadonlySignal<readonly LoadedSchema[]>;
  readonly types: ReadonlySignal<readonly string[]>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: Signal<SchemaProblem | null>;
  readonly rules: ReadonlySignal<readonly MessageRule[]>;
  /** Those with the same name are replaced. What was chosen and is no schema is left out. */
  add(chosen: readonly ChosenFile[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
  /** @param url the address for which it is, where nothing says otherwise */
  addRule(url: string): void;
  changeRule(index: number, part: Partial<MessageRule>): void;
  moveRule(index: number, by: -1 | 1): void;
  removeRule(index: number): void;
}

export interface SchemasOptions {
  readonly engine: EngineClient;
  readonly store: SchemaStore;
  readonly rules: Signal<readonly MessageRule[]>;
  /** What messages mean may have changed. */
  readonly onChange: () => void;
}

export function createSchemas({ engine, store, rules, onChange }: SchemasOptions): Schemas {
  const sources = signal<ReadonlyMap<string, SchemaSource>>(new Map());
  const report = signal<SchemaReport>({ files: [], types: [] });
  const failure = signal<SchemaProblem | null>(null);
  const working = signal(0);

  /** A rule without a type says nothing yet. */
  const complete = computed(() => rules.value.filter(({ messageType }) => messageType !== ''));
  effect(() => {
    engine.order({ kind: 'messageRules', rules: complete.value });
    onChange();
  });

  /** Has the engine read what there is now; of several times in a row the last counts. */
  const load = async (): Promise<void> => {
    const wanted = sources.peek();
    try {
      const told = await engine.ask('loadSchemas', { files: [...wanted.values()] });
      if (wanted === sources.peek()) report.value = told;
    } catch (error) {
      failure.value = { kind: 'failed', reason: reasonOf(error) };
    }
    onChange();
  };
  const busily = async (work: () => Promise<void>): Promise<void> => {
    working.value++;
    try {
      await work();
    } finally {
      working.value--;
    }
  };
  /** Uses the files at once, and keeps them if that can be done. */
  const change = async (added: readonly SchemaSource[], removed: readonly string[]) => {
    const all = new Map(sources.peek());
    for (const name of removed) all.delete(name);
    for (const file of added) all.set(file.name, file);
    if (!fits(all)) {
      failure.value = { kind: 'tooLarge' };
      return;
    }
    sources.value = all;
    const kept = store.change(added, removed).catch((error: unknown) => {
      failure.value = storeProblem(error);
    });
    await Promise.all([load(), kept]);
  };
  const restored = busily(async () => {
    try {
      const kept = await store.all();
      if (kept.length === 0) return;
      sources.value = new Map(kept.map((file) => [file.name, file]));
      await load();
    } catch (error) {
      failure.value = { kind: 'notRemembered', reason: reasonOf(error) };
    }
  });

  return {
    isOpen: signal(false),
    files: computed(() =>
      report.value.files
        .map((file) => ({ ...file, byteLength: lengthOf(sources.value.get(file.name)) }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    ),
    types: computed(() => report.value.types),
    isBusy: computed(() => working.value > 0),
    failure,
    rules,
    add: (chosen) =>
      busily(async () => {
        failure.value = null;
        const schemas = chosen.filter(({ path }) => isSchemaName(path));
        if (schemas.length === 0) {
          failure.value = { kind: 'noSchemas', name: chosen[0]?.path ?? '' };
          return;
        }
        // Before they are read: a wrong folder may hold anything.
        if (sum(schemas, ({ file }) => file.size) > maxSchemaBytes) {
          failure.value = { kind: 'tooLarge' };
          return;
        }
        await restored;
        const read = await Promise.all(
          schemas.map(({ path, file }) => readFile(nameFor(path, sources.peek()), file)),
        );
        const failed = read.find((each) => !each.ok);
        if (failed?.ok === false) failure.value = failed.problem;
        await change(
          read.flatMap((each) => (each.ok ? [each.source] : [])),
          [],
        );
      }),
    remove: (names) =>
      busily(async () => {
        failure.value = null;
        await restored;
        await change([], names);
      }),
    addRule(url) {
      rules.value = [...rules.peek(), nextRule(rules.peek().at(-1), url)];
    },
    changeRule(index, part) {
      const rule = rules.peek()[index];
      if (rule !== undefined) rules.value = rules.peek().with(index, { ...rule, ...part });
    },
    moveRule(index, by) {
      rules.value = moved(rules.peek(), index, by);
    },
    removeRule(index) {
      rules.value = rules.peek().toSpliced(index, 1);
    },
  };
}

type Reading =
  | { readonly ok: true; readonly source: SchemaSource }
  | { readonly ok: false; readonly problem: SchemaProblem };

async function readFile(name: string, file: Blob): Promise<Reading> {
  try {
    const content = name.toLowerCase().endsWith('.proto')
      ? await file.text()
      : new Uint8Array(await file.arrayBuffer());
    return { ok: true, source: { name, content } };
  } catch (error) {
    return { ok: false, problem: { kind: 'unreadable', name, reason: reasonOf(error) } };
  }
}

/**
 * The name under which a file stands. One that is chosen by itself, without its folder, is the one
 * of that name that came with a folder, if there is only one.
 */
function nameFor(path: string, known: ReadonlyMap<string, SchemaSource>): string {
  if (known.has(path) || path.includes('/')) return path;
  const [same, ...others] = [...known.keys()].filter((name) => name.endsWith(`/${path}`));
  return same === undefined || others.length > 0 ? path : same;
}

const fits = (files: ReadonlyMap<string, SchemaSource>): boolean =>
  files.size <= maxSchemaFiles && sum([...files.values()], lengthOf) <= maxSchemaBytes;

/** Of texts the UTF-16 units: nearly all of them are ASCII. */
const lengthOf = (file: SchemaSource | undefined): number => file?.content.length ?? 0;

function sum<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

function storeProblem(error: unknown): SchemaProblem {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  return isFull ? { kind: 'diskFull' } : { kind: 'notKept', reason: reasonOf(error) };
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
