import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { en } from '../../../../panel/model/texts/en.ts';
import { ru } from '../../../../panel/model/texts/ru.ts';
import { speakLanguage } from '../../../../panel/model/texts/spoken-language.ts';
import type { Language } from '../../../../panel/model/texts/texts.ts';

it('speaks the language that is wanted first once it is ready', async () => {
  const { language, texts, isReady } = speakLanguage(signal<Language>('ru'));
  await isReady;
  expect(texts.value).toBe(ru);
  expect(language.value).toBe('ru');
});

it('speaks English at once', () => {
  const { language, texts } = speakLanguage(signal<Language>('en'));
  expect(texts.value).toBe(en);
  expect(language.value).toBe('en');
});

it('follows when another language is wanted, and keeps to the last one', async () => {
  const wanted = signal<Language>('en');
  const { texts, isReady } = speakLanguage(wanted);
  await isReady;
  wanted.value = 'ru';
  await expect.poll(() => texts.value).toBe(ru);
  wanted.value = 'ru';
  wanted.value = 'en';
  await expect.poll(() => texts.value).toBe(en);
});
