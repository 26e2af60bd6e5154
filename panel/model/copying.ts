import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngineClient } from '../engine/client.ts';
import type { CopyFormat } from '../engine/engine-contract.ts';

export type CopyState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly fraction: number }
  | { readonly kind: 'copied'; readonly messages: number; readonly chars: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'tooLong'; readonly maxChars: number }
  /** Browsers take a text only shortly after a key or a click; it is kept for another one. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Messages on their way to the clipboard: one copying at a time, with progress and a way to stop. */
export interface Copying {
  readonly state: ReadonlySignal<CopyState>;
  /** @param row one alone, or null: those that are selected */
  copy(format: CopyFormat, row: number | null): Promise<void>;
  /** Offers the text again that the browser has refused. */
  again(): Promise<void>;
  /** Stops what is under way, and says nothing more. */
  dismiss(): void;
}

export function createCopying(
  engine: EngineClient,
  toClipboard: (text: string) => Promise<boolean>,
): Copying {
  const state = signal<CopyState>({ kind: 'idle' });
  let work: AbortController | null = null;
  let made = { text: '', messages: 0 };

  const offer = async (): Promise<void> => {
    const { text, messages } = made;
    const isTaken = await toClipboard(text);
    if (isTaken) made = { text: '', messages: 0 };
    state.value = isTaken ? { kind: 'copied', messages, chars: text.length } : { kind: 'refused' };
  };
  const dismiss = (): void => {
    work?.abort();
    work = null;
    made = { text: '', messages: 0 };
    state.value = { kind: 'idle' };
  };
  return {
    state,
    dismiss,
    again: offer,
    async copy(format, row) {
      dismiss();
      const mine = new AbortController();
      work = mine;
      try {
        const outcome = await engine.ask(
          'copyRows',
          { format, row },
          {
            signal: mine.signal,
            onProgress: (done, of) => {
              if (work === mine)
                state.value = { kind: 'working', fraction: of === 0 ? 0 : done / of };
            },
          },
        );
        if (work !== mine) return;
        work = null;
        if (!outcome.ok) state.value = { kind: 'tooLong', maxChars: outcome.maxChars };
        else if (outcome.messages === 0) state.value = { kind: 'nothing' };
        else {
          made = outcome;
          await offer();
        }
      } catch (error) {
        if (work !== mine) return;
        work = null;
        state.value = {
          kind: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        };
      }
    },
  };
}
