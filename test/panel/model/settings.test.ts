import { describe, expect, it } from 'vitest';
import { createSettings } from '../../../panel/model/settings.ts';

/** A storage in memory; what is in it may be anything. */
function storageWith(entries: Readonly<Record<string, string>> = {}) {
  const stored = new Map(Object.entries(entries));
  return {
    stored,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
}
const valuesOf = (settings: ReturnType<typeof createSettings>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]));
/** What a panel begins with that has nowhere to remember anything. */
const initial = valuesOf(createSettings(null));

describe('the settings', () => {
  it('are remembered', () => {
    const storage = storageWith();
    const before = createSettings(storage);
    before.preserveLog.value = true;
    before.timeFormat.value = 'sincePrevious';
    before.language.value = 'ru';
    before.socketsShare.value = 0.5;
    before.messageShare.value = 0.6;
    expect(valuesOf(createSettings(storage))).toEqual(valuesOf(before));
    before.language.value = null;
    expect(createSettings(storage).language.value).toBeNull();
  });

  it('have values of their own when nothing is stored or nothing can be', () => {
    expect(valuesOf(createSettings(storageWith()))).toEqual(initial);
    expect(initial).toMatchObject({ preserveLog: false, timeFormat: 'clock', language: null });
    for (const share of [initial['socketsShare'], initial['messageShare']])
      expect(share).toSatisfy((value: number) => value > 0.05 && value < 0.95);
  });

  it.each([
    ['no JSON', '{"a'],
    ['another type', '{"a":1}'],
    ['null', 'null'],
    ['a number', '17'],
    ['zero', '0'],
    ['a word', '"sideways"'],
    ['a name of Object.prototype', '"toString"'],
    ['another one', '"__proto__"'],
    ['nothing', ''],
  ])('ignore %s where a value should be', (_, damaged) => {
    const entries = Object.keys(initial).map((name) => [`sockets.${name}`, damaged]);
    expect(valuesOf(createSettings(storageWith(Object.fromEntries(entries))))).toEqual(initial);
  });

  it('survive a storage that refuses to be read', () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const settings = createSettings({ getItem: refuse, setItem: refuse });
    expect(valuesOf(settings)).toEqual(initial);
    settings.preserveLog.value = true;
    expect(settings.preserveLog.value).toBe(true);
  });

  it('work on when the storage is full', () => {
    const storage = storageWith();
    const settings = createSettings({
      getItem: storage.getItem,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    settings.timeFormat.value = 'sinceStart';
    expect(settings.timeFormat.value).toBe('sinceStart');
    expect(storage.stored.size).toBe(0);
  });

  it('keep to names of their own', () => {
    const storage = storageWith();
    createSettings(storage);
    for (const key of storage.stored.keys()) expect(key).toMatch(/^sockets\./);
  });
});
