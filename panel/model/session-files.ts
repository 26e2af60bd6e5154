import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';

export type FileState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly what: 'import' | 'export'; readonly fraction: number }
  | { readonly kind: 'exported'; readonly name: string; readonly byteLength: number }
  | { readonly kind: 'exportFailed'; readonly reason: string }
  | { readonly kind: 'nothingToExport' }
  | {
      readonly kind: 'imported';
      readonly messages: number;
      readonly sockets: number;
      readonly problems: readonly string[];
    }
  | { readonly kind: 'importFailed'; readonly reason: string };

/** Sessions as files: export and import, one at a time, with progress and a way to stop. */
export interface SessionFiles {
  readonly state: ReadonlySignal<FileState>;
  exportHar(): Promise<void>;
  importHar(file: Blob): Promise<void>;
  cancel(): void;
  dismiss(): void;
}

export interface SessionFilesOptions {
  readonly engine: EngineClient;
  readonly save: (file: Blob, name: string) => void;
  readonly now: () => number;
  readonly hasSockets: () => boolean;
}

export function createSessionFiles({
  engine,
  save,
  now,
  hasSockets,
}: SessionFilesOptions): SessionFiles {
  const state = signal<FileState>({ kind: 'idle' });
  let work: AbortController | null = null;

  const start = (what: 'import' | 'export') => {
    work?.abort();
    const mine = new AbortController();
    work = mine;
    state.value = { kind: 'working', what, fraction: 0 };
    const options = {
      signal: mine.signal,
      onProgress: (done: number, of: number) => {
        if (work === mine)
          state.value = { kind: 'working', what, fraction: of === 0 ? 0 : done / of };
      },
    };
    /** What another or no work has replaced says nothing any more. */
    const finish = (outcome: FileState): void => {
      if (work !== mine) return;
      work = null;
      state.value = mine.signal.aborted ? { kind: 'idle' } : outcome;
    };
    return { options, finish, mine };
  };
  const reasonOf = (error: unknown): string =>
    error instanceof Error ? error.message : String(error);

  return {
    state,
    async exportHar() {
      if (!hasSockets()) {
        state.value = { kind: 'nothingToExport' };
        return;
      }
      const { options, finish, mine } = start('export');
      try {
        const file = await engine.ask('exportHar', {}, options);
        const name = `sockets-${fileTime(now())}.har`;
        if (!mine.signal.aborted) save(file, name);
        finish({ kind: 'exported', name, byteLength: file.size });
      } catch (error) {
        finish({ kind: 'exportFailed', reason: reasonOf(error) });
      }
    },
    async importHar(file) {
      const { options, finish } = start('import');
      try {
        const outcome = await engine.ask('importHar', { file }, options);
        finish(
          outcome.ok
            ? {
                kind: 'imported',
                messages: outcome.messages,
                sockets: outcome.sockets,
                problems: outcome.problems,
              }
            : { kind: 'importFailed', reason: outcome.problem },
        );
      } catch (error) {
        finish({ kind: 'importFailed', reason: reasonOf(error) });
      }
    },
    cancel() {
      work?.abort();
      work = null;
      state.value = { kind: 'idle' };
    },
    dismiss() {
      if (work === null) state.value = { kind: 'idle' };
    },
  };
}

/** 2026-11-22T02-21-07: a time that every file system takes as part of a name. */
const fileTime = (epochMs: number): string =>
  new Date(epochMs).toISOString().slice(0, 19).replaceAll(':', '-');
