import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { en } from './en.ts';
import { type Language, languages, type Texts } from './texts.ts';

export interface SpokenLanguage {
  readonly language: ReadonlySignal<Language>;
  readonly texts: ReadonlySignal<Texts>;
  /** Settled once the texts of the language that was wanted first are there, or cannot be had. */
  readonly isReady: Promise<void>;
}

/** Speaks the language that is wanted as soon as its texts are loaded, and until then the one before. */
export function speakLanguage(wanted: ReadonlySignal<Language>): SpokenLanguage {
  const spoken = signal<{ readonly language: Language; readonly texts: Texts }>({
    language: 'en',
    texts: en,
  });
  const load = async (language: Language): Promise<void> => {
    try {
      const texts = await languages[language].load();
      if (wanted.peek() === language) spoken.value = { language, texts };
    } catch {
      // The extension was replaced, and its files are gone: what is spoken already must do.
    }
  };
  let isReady: Promise<void> | null = null;
  effect(() => {
    const loading = load(wanted.value);
    isReady ??= loading;
  });
  return {
    language: computed(() => spoken.value.language),
    texts: computed(() => spoken.value.texts),
    isReady: isReady ?? Promise.resolve(),
  };
}
