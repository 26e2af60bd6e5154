import { describe, expect, it } from 'vitest';
import { reasonTranslator } from '../../../../panel/model/texts/translate-reason.ts';

const translate = reasonTranslator('ru', {
  sentences: {
    'no frame': 'нет кадра',
    'a text of {0} bytes': 'текст из {0} {0|байта|байтов|байтов}',
    '{0} wants {1} bytes, {2} left':
      '{0:any}: {1|нужен|нужно|нужно} {1} {1|байт|байта|байт}, есть {2}',
    'expected {0}': 'ожидалось {0:text}',
    'expected one of {0}': 'ожидалось одно из {0}',
    '{0} {1} more are like it.': '{0:text} Ещё таких: {1:number}.',
    'the key {0} is there twice': 'ключ {0} встречается дважды',
    '{1} is longer than {0}': '{0} короче, чем {1}',
  },
  parts: {
    'the frame': 'кадр',
    'the length of {0}': 'длина {0}',
  },
  places: {
    ' at byte {0}': ', байт {0}',
    ' at byte {0}, where the payload ends': ', байт {0}, конец',
    ' at line {0}, column {1}': ', строка {0}, столбец {1}',
  },
});

describe('A reason is translated', () => {
  it.each([
    ['no frame', 'нет кадра'],
    ['with its decoder', 'socket.io: no frame', 'socket.io: нет кадра'],
    ['with its place', 'no frame, at byte 5', 'нет кадра, байт 5'],
    ['with its place behind no comma', 'no frame at byte 5', 'нет кадра, байт 5'],
    [
      'with the longer of two places',
      'no frame, at byte 5, where the payload ends',
      'нет кадра, байт 5, конец',
    ],
    ['with line and column', 'no frame, at line 3, column 14', 'нет кадра, строка 3, столбец 14'],
    ['with a comma that a place was to follow', 'no frame,', 'нет кадра'],
    ['with all of these', 'cbor: no frame, at byte 5', 'cbor: нет кадра, байт 5'],
    [
      'with the place in a HAR',
      'log.entries[3]._sockets.url no frame',
      'log.entries[3]._sockets.url: нет кадра',
    ],
    ['with another reason in it', 'expected no frame', 'ожидалось нет кадра'],
    ['by the sentence with the most words', 'expected one of a, b', 'ожидалось одно из a, b'],
    ['with a part of ours', 'the frame wants 2 bytes, 1 left', 'кадр: нужно 2 байта, есть 1'],
    [
      'with the name of a field',
      'packet id wants 1 bytes, 0 left',
      'packet id: нужен 1 байт, есть 0',
    ],
    ['with many', 'the frame wants 1234567 bytes, 0 left', 'кадр: нужно 1234567 байт, есть 0'],
    [
      'with a number as Russian writes it',
      'no frame 1,234 more are like it.',
      'нет кадра Ещё таких: 1\u00a0234.',
    ],
    ['with holes in another order', 'a is longer than b', 'b короче, чем a'],
    [
      'with a value over several lines',
      'the key "a\nb" is there twice',
      'ключ "a\nb" встречается дважды',
    ],
    [
      'with a value that looks like a sentence',
      'the key "no frame" is there twice',
      'ключ "no frame" встречается дважды',
    ],
    [
      'with a value that looks like a hole',
      'the key {0} is there twice',
      'ключ {0} встречается дважды',
    ],
    [
      'with a value that looks like a replacement',
      'the key $& is there twice',
      'ключ $& встречается дважды',
    ],
  ])('%s', (...parts) => {
    const [english = '', russian = ''] = parts.slice(-2);
    expect(translate(english)).toBe(russian);
  });

  it.each([
    'Quota has been exceeded.',
    'expected a miracle',
    'no frames',
    'cbor: no frames, at byte 5',
    'a text of many bytes',
    'the frame',
    'toString',
    'constructor',
  ])('or not at all: %s', (text) => {
    expect(translate(text)).toBeNull();
  });

  it('is found soon, however long a value is', () => {
    const text = `the key ${'wants 1 bytes, '.repeat(20_000)} is there twice, at byte 5`;
    const startedAt = performance.now();
    expect(translate(text)).toMatch(/^ключ .* встречается дважды, байт 5$/);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
