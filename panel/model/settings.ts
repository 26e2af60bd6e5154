import { effect, type Signal, signal } from '@preact/signals';
import type { MessageRule, PipelineRule } from '../engine/engine-contract.ts';
import { type ColumnLayout, defaultColumns, isColumnLayout } from './columns.ts';
import { isMessageRules } from './message-rules.ts';
import { isPipelineRules } from './pipelines.ts';
import { isLanguage, type Language } from './texts/texts.ts';

export const timeFormats = ['clock', 'sinceStart', 'sincePrevious'] as const;
export type TimeFormat = (typeof timeFormats)[number];

/** What payloads may take in memory, MB. */
export const memoryBudgets = [128, 256, 512, 1024, 2048] as const;
export type MemoryBudget = (typeof memoryBudgets)[number];

/** The part of a page's time that recording may take, %, before it is reduced. */
export const costBudgets = [1, 5, 10, 25, 50, 'never'] as const;
export type CostBudget = (typeof costBudgets)[number];

/**
 * What the panel remembers between sessions. Of pages only the addresses for which something is said, and the
 * origins whose workers record themselves.
 */
export interface Settings {
  readonly preserveLog: Signal<boolean>;
  readonly timeFormat: Signal<TimeFormat>;
  /** null: as the browser prefers. */
  readonly language: Signal<Language | null>;
  readonly memoryBudgetMB: Signal<MemoryBudget>;
  readonly costBudget: Signal<CostBudget>;
  /** Share of the panel's height that the list of sockets has. */
  readonly socketsShare: Signal<number>;
  /** Share of the rest that the message has, beside or below the list. */
  readonly messageShare: Signal<number>;
  /** Whether the strip of messages by time stands above the list. */
  readonly timeline: Signal<boolean>;
  /** The columns of the list of messages. */
  readonly columns: Signal<ColumnLayout>;
  /** Whether the bytes stand below the decoded tree, and their share of the height. */
  readonly showsBytes: Signal<boolean>;
  readonly bytesShare: Signal<number>;
  /** Whether the place where messages are written is unfolded. */
  readonly showsCompose: Signal<boolean>;
  /** How the messages of addresses are decoded, where the user has said so. */
  readonly pinnedPipelines: Signal<readonly PipelineRule[]>;
  /** Of what types of the user's schemas messages are. */
  readonly messageRules: Signal<readonly MessageRule[]>;
  /** Origins of pages whose workers are to record themselves. */
  readonly workerOrigins: Signal<readonly string[]>;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

export function createSettings(storage: Storage | null): Settings {
  const share = (value: unknown): value is number =>
    typeof value === 'number' && value > 0.05 && value < 0.95;
  return {
    preserveLog: remembered(storage, 'preserveLog', false, isBoolean),
    timeFormat: remembered<TimeFormat>(
      storage,
      'timeFormat',
      'clock',
      (value): value is TimeFormat => timeFormats.some((format) => format === value),
    ),
    language: remembered<Language | null>(
      storage,
      'language',
      null,
      (value): value is Language | null => value === null || isLanguage(value),
    ),
    memoryBudgetMB: remembered<MemoryBudget>(
      storage,
      'memoryBudgetMB',
      512,
      (value): value is MemoryBudget => memoryBudgets.some((budget) => budget === value),
    ),
    costBudget: remembered<CostBudget>(storage, 'costBudget', 25, (value): value is CostBudget =>
      costBudgets.some((budget) => budget === value),
    ),
    socketsShare: remembered(storage, 'socketsShare', 0.26, share),
    messageShare: remembered(storage, 'messageShare', 0.45, share),
    timeline: remembered(storage, 'timeline', true, isBoolean),
    columns: remembered(storage, 'columns', defaultColumns, isColumnLayout),
    showsBytes: remembered(storage, 'showsBytes', true, isBoolean),
    bytesShare: remembered(storage, 'bytesShare', 0.35, share),
    showsCompose: remembered(storage, 'showsCompose', true, isBoolean),
    pinnedPipelines: remembered<readonly PipelineRule[]>(
      storage,
      'pinnedPipelines',
      [],
      isPipelineRules,
    ),
    messageRules: remembered<readonly MessageRule[]>(storage, 'messageRules', [], isMessageRules),
    workerOrigins: remembered<readonly string[]>(storage, 'workerOrigins', [], isTexts),
  };
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function remembered<Value>(
  storage: Storage | null,
  name: string,
  initial: Value,
  isValid: (value: unknown) => value is Value,
): Signal<Value> {
  const key = `sockets.${name}`;
  const setting = signal(read(storage, key, initial, isValid));
  effect(() => {
    try {
      storage?.setItem(key, JSON.stringify(setting.value));
    } catch {
      // A full or forbidden storage costs the memory of a setting, nothing else.
    }
  });
  return setting;
}

function read<Value>(
  storage: Storage | null,
  key: string,
  initial: Value,
  isValid: (value: unknown) => value is Value,
): Value {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? 'null');
    return value !== null && isValid(value) ? value : initial;
  } catch {
    // Not ours or damaged.
    return initial;
  }
}
