import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { PipelineRule, RowSummary } from '../engine/engine-contract.ts';
import type { SocketSummary } from '../engine/socket-table.ts';

/** How far a choice of decoders reaches. */
export const pipelineScopes = [
  'message',
  'socketDirection',
  'socket',
  'urlDirection',
  'url',
] as const;
export type PipelineScope = (typeof pipelineScopes)[number];

/** null: what is there is recognised. */
type Names = readonly string[] | null;

/** How messages are decoded, where the user has said so. */
export interface Pipelines {
  readonly rules: ReadonlySignal<readonly PipelineRule[]>;
  /** What holds for one message only. */
  readonly ofRow: ReadonlySignal<{
    readonly row: number;
    readonly pipeline: readonly string[];
  } | null>;
  /** How far the choice for a message reaches; null where there is none. */
  scopeOf(message: RowSummary, socket: SocketSummary | undefined): PipelineScope | null;
  /** Decodes a message otherwise, as far as the choice that held for it reached. */
  choose(message: RowSummary, socket: SocketSummary | undefined, names: Names): void;
  /** Lets the choice for a message reach further, or less far. */
  reach(
    message: RowSummary,
    socket: SocketSummary | undefined,
    names: Names,
    scope: PipelineScope,
  ): void;
  /** The log was cleared: rows have other numbers. */
  forgetRow(): void;
}

/** @param pinned the rules for addresses, which are remembered */
export function createPipelines(
  engine: EngineClient,
  pinned: Signal<readonly PipelineRule[]>,
): Pipelines {
  const ofSockets = signal<readonly PipelineRule[]>([]);
  const ofRow = signal<{ readonly row: number; readonly pipeline: readonly string[] } | null>(null);
  const rules = computed(() => [...pinned.value, ...ofSockets.value]);
  effect(() => engine.order({ kind: 'pipelines', rules: rules.value, ofRow: ofRow.value }));

  const remove = (message: RowSummary, socket: SocketSummary | undefined, scope: PipelineScope) => {
    if (scope === 'message') {
      ofRow.value = null;
      return;
    }
    const place = placeOf(scope, message, socket);
    const keep = (rule: PipelineRule): boolean => !isSamePlace(rule, place);
    ofSockets.value = ofSockets.peek().filter(keep);
    pinned.value = pinned.peek().filter(keep);
  };
  const add = (
    message: RowSummary,
    socket: SocketSummary | undefined,
    names: readonly string[],
    scope: PipelineScope,
  ): void => {
    if (scope === 'message') {
      ofRow.value = { row: message.row, pipeline: names };
      return;
    }
    const rule = { ...placeOf(scope, message, socket), pipeline: names };
    const store = rule.socket === null ? pinned : ofSockets;
    store.value = [...store.peek(), rule];
  };
  const scopeOf = (
    message: RowSummary,
    socket: SocketSummary | undefined,
  ): PipelineScope | null => {
    if (ofRow.value?.row === message.row) return 'message';
    const found = pipelineScopes.find(
      (scope) =>
        scope !== 'message' &&
        rules.value.some((rule) => isSamePlace(rule, placeOf(scope, message, socket))),
    );
    return found ?? null;
  };

  return {
    rules,
    ofRow,
    scopeOf,
    choose(message, socket, names) {
      const scope = scopeOf(message, socket);
      if (scope !== null) remove(message, socket, scope);
      if (names !== null) add(message, socket, names, scope ?? 'message');
    },
    reach(message, socket, names, scope) {
      const before = scopeOf(message, socket);
      if (before !== null) remove(message, socket, before);
      remove(message, socket, scope);
      if (names !== null) add(message, socket, names, scope);
    },
    forgetRow() {
      ofRow.value = null;
    },
  };
}

type Place = Omit<PipelineRule, 'pipeline'>;

function placeOf(
  scope: Exclude<PipelineScope, 'message'>,
  message: RowSummary,
  socket: SocketSummary | undefined,
): Place {
  const own = message.kind === 'sent' ? 'sent' : 'received';
  const direction = scope === 'socketDirection' || scope === 'urlDirection' ? own : null;
  return scope === 'socket' || scope === 'socketDirection'
    ? { socket: message.socket, url: '', direction }
    : { socket: null, url: patternOf(socket?.url ?? ''), direction };
}

/** The address without what differs from one connection to the next. */
export const patternOf = (url: string): string => {
  const [address = '', query] = url.split('?');
  return query === undefined ? address : `${address}?*`;
};

const isSamePlace = (rule: PipelineRule, place: Place): boolean =>
  rule.socket === place.socket && rule.url === place.url && rule.direction === place.direction;

/** Whether what was remembered is such a list. */
export function isPipelineRules(value: unknown): value is readonly PipelineRule[] {
  return Array.isArray(value) && value.every(isPipelineRule);
}

function isPipelineRule(value: unknown): value is PipelineRule {
  if (typeof value !== 'object' || value === null) return false;
  const { socket, url, direction, pipeline } = value as Record<string, unknown>;
  return (
    socket === null &&
    typeof url === 'string' &&
    (direction === null || direction === 'sent' || direction === 'received') &&
    Array.isArray(pipeline) &&
    pipeline.every((name) => typeof name === 'string')
  );
}
