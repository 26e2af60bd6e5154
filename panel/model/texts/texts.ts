import { en } from './en.ts';

type Widened<Value> = Value extends string
  ? string
  : Value extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : { readonly [Key in keyof Value]: Widened<Value[Key]> };

/** The catalogue's shape: English decides it, every other language must fill it. */
export type Texts = Widened<typeof en>;

interface Offer {
  /** In the language itself. */
  readonly name: string;
  readonly load: () => Promise<Texts>;
}

/** English is always there; every other language is a file that is loaded where it is wanted. */
export const languages = {
  en: { name: 'English', load: async () => en },
  ru: { name: 'Русский', load: async () => (await import('./ru.ts')).ru },
} as const satisfies Record<string, Offer>;
export type Language = keyof typeof languages;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(languages, value);

/** The first language that we speak of those that the browser prefers, else English. */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [language] = tag.toLowerCase().split('-');
    if (isLanguage(language)) return language;
  }
  return 'en';
}
