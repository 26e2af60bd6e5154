import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBase64 } from '../../../../panel/decoders/base64.ts';
import { defaultBudget, type Hint, type Payload } from '../../../../panel/decoders/decoder.ts';
import { parseHex } from '../../../../panel/decoders/hex.ts';
import { validateJson } from '../../../../panel/decoders/json-validate.ts';
import { allDecoders } from '../../../../panel/decoders/registry.ts';
import { readHar } from '../../../../panel/engine/har/read-har.ts';
import { reasonsRu } from '../../../../panel/model/texts/reasons-ru/all.ts';
import { ru } from '../../../../panel/model/texts/ru.ts';
import { reasonTranslator } from '../../../../panel/model/texts/translate-reason.ts';
import { bytes } from '../../decoders/bytes.ts';
import { hintOf, readCapture } from '../../decoders/capture.ts';
import { mutate, seededRandom } from '../../decoders/torture.ts';

const translate = reasonTranslator('ru', reasonsRu);
const budget = { ...defaultBudget, maxNodes: 2_000, maxDepth: 40, maxBytes: 64 * 1024 };
const text = (value: string): Payload => ({ bytes: new TextEncoder().encode(value), isText: true });
const binary = (hex: string): Payload => ({ bytes: bytes(hex), isText: false });

interface Sample {
  readonly payload: Payload;
  readonly hint: Hint;
}

const samples: readonly Sample[] = [
  ...[
    text('{"a": [1, -2.5e3, "\\u00e9"], "a": {"b": null, "c": true}}'),
    text('<?xml version="1.0"?><a b="c"><d>text &amp; <![CDATA[x]]></d><!-- e --></a>'),
    text('<!doctype html><p class=x>one<br>two</p>'),
    text('a=1&b=%20two&c=%zz'),
    text('data:text/plain;base64,aGVsbG8='),
    text('{"a":1}\n{"b":[2]}\n'),
    binary('83 a1 61 cd 01 00 a1 62 93 01 c4 02 de ad c0 a1 63 d6 ff 00 00 00 01'),
    binary(
      'bf 61 61 9f 01 19 01 00 ff 61 62 5f 41 de 41 ad ff 61 63 c1 fb 3f f0 00 00 00 00 00 00 ff',
    ),
    binary(
      '1c 00 00 00 02 61 00 02 00 00 00 62 00 10 63 00 01 00 00 00 04 64 00 05 00 00 00 00 00',
    ),
    binary('83 74 00 00 00 01 77 01 61 6c 00 00 00 01 61 01 6a'),
    binary('08 96 01 12 07 74 65 73 74 69 6e 67 1a 02 08 01 25 00 00 80 3f'),
    binary('00 00 00 00 02 08 01 80 00 00 00 0f 67 72 70 63 2d 73 74 61 74 75 73 3a 30 0d 0a'),
  ].map((payload) => ({ payload, hint: {} })),
  ...['packed', 'pictures'].flatMap((folder) =>
    readdirSync(`test/fixtures/${folder}`)
      .filter((file) => !/\.(?:md|txt)$/.test(file))
      .map((file) => ({
        payload: {
          bytes: Uint8Array.from(readFileSync(`test/fixtures/${folder}/${file}`)).slice(0, 600),
          isText: false,
        },
        hint: {},
      })),
  ),
  ...readdirSync('test/fixtures/captures').flatMap((file) => {
    const capture = readCapture(file.replace('.json', ''));
    return capture.messages
      .filter((message) => message.bytes.length < 400)
      .filter((_, index, all) => index % Math.ceil(all.length / 6) === 0)
      .map((message) => ({ payload: message, hint: hintOf(capture, message) }));
  }),
];

/** What all decoders say of samples that are whole, cut off and damaged. */
function reasonsOfDecoders(): ReadonlySet<string> {
  const random = seededRandom(7);
  const said = new Set<string>();
  for (const { payload, hint } of samples) {
    const { length } = payload.bytes;
    const cuts = Array.from({ length: 8 }, (_, cut) => Math.floor((length * cut) / 8));
    const damaged = [
      payload.bytes,
      ...cuts.map((end) => payload.bytes.slice(0, end)),
      ...Array.from({ length: 12 }, () => mutate(payload.bytes, random)),
    ];
    for (const decoder of allDecoders)
      for (const part of damaged) {
        const decoded = decoder.decode({ ...payload, bytes: part }, hint, budget);
        if (!decoded.ok) said.add(decoded.reason);
        else for (const { message } of decoded.warnings) said.add(message);
      }
  }
  return said;
}

/** What all that can be edited says of texts that it cannot read. */
function reasonsOfEditing(): ReadonlySet<string> {
  const random = seededRandom(11);
  const said = new Set<string>();
  const odd = [
    '',
    '{',
    '[]',
    '{}',
    '[1]',
    '{"$x": 1}',
    '{"$date": 1}',
    'CONNECT\n\n',
    '18446744073709551616',
  ];
  for (const { payload, hint } of samples)
    for (const { edit } of allDecoders) {
      const written = edit?.write(payload, hint);
      if (edit === undefined || written === undefined) continue;
      if (!written.ok) said.add(written.reason);
      const encoder = new TextEncoder();
      const changed = written.ok
        ? Array.from({ length: 12 }, () =>
            new TextDecoder().decode(mutate(encoder.encode(written.text), random)),
          )
        : [];
      for (const each of [...odd, ...changed]) {
        const reading = edit.read(each, payload, hint);
        if (!reading.ok) said.add(reading.reason);
      }
    }
  return said;
}

describe('All that is said in Russian of damaged', () => {
  it('payloads', { timeout: 120_000 }, () => {
    const said = [...reasonsOfDecoders()];
    // Otherwise hardly anything was damaged.
    expect(said.length).toBeGreaterThan(2_000);
    expect(said.filter((reason) => translate(reason) === null)).toEqual([]);
  });

  it('texts of the editor', { timeout: 120_000 }, () => {
    const said = [...reasonsOfEditing()];
    expect(said.length).toBeGreaterThan(200);
    expect(said.filter((reason) => translate(reason) === null)).toEqual([]);
  });
});

describe('Russian says', () => {
  const decoded = (name: string, payload: Payload): string => {
    const found = allDecoders.find((decoder) => decoder.name === name)?.decode(payload, {}, budget);
    return found?.ok === false ? ru.reason(found.reason) : `${name} was read`;
  };

  it.each([
    [
      'msgpack',
      binary('82 a1 61'),
      'msgpack: ожидалось значение ключа с байта 1, байт 3, здесь данные кончаются',
    ],
    [
      'msgpack',
      binary('93 01'),
      'msgpack: не хватает: ещё 2 значения (fixarray с байта 0), байт 2, здесь данные кончаются',
    ],
    ['msgpack', binary('c4 c8 01 02'), 'msgpack: bin8: нужно 200 байт, осталось 2, байт 0'],
    [
      'cbor',
      binary('a2 61 61 01'),
      'cbor: не хватает: ещё 1 пара (словарь с байта 0), байт 4, здесь данные кончаются',
    ],
    [
      'bson',
      binary('05 00 00 00'),
      'bson: документ, который кончается на байте 5: нужен 1 байт, осталось 0, байт 4, здесь данные кончаются',
    ],
    ['json', text('{"a": tru}'), "json: ожидалось 'true', байт 6"],
    ['json', text('[1, 2'), "json: ожидалось ',' или ']', байт 5, здесь данные кончаются"],
    ['gzip', binary('1f 8b 08'), 'gzip: заголовок: нужно 10 байт, осталось 3, байт 0'],
    ['xml', text('<a><b></a>'), 'xml: </a> ничего не закрывает, ожидался </b>, байт 6'],
    ['mqtt', binary('c0 01 00'), 'mqtt: лишнее в конце (остаток PINGREQ): 1 байт, байт 2'],
  ])('%s: what is wrong with it', (name, payload, sentence) => {
    expect(decoded(name, payload)).toBe(sentence);
  });

  it('what is wrong with base64, hex and JSON in the editor', () => {
    const said = (parse: { ok: true } | { ok: false; reason: string }): string =>
      parse.ok ? 'read' : ru.reason(parse.reason);
    expect(said(parseBase64('ab$d'))).toBe("base64: символа '$' нет в алфавите base64, символ 2");
    expect(said(parseBase64('abcde'))).toBe(
      'base64: не хватает символа: 6 бит — это ещё не байт, символ 5',
    );
    expect(said(parseHex('de a'))).toBe(
      'hex: половина байта, пишите по 2 цифры на каждый байт, символ 3',
    );
    expect(said(parseHex('zz'))).toBe("hex: 'z' — не шестнадцатеричная цифра, символ 0");
    expect(said(validateJson('{"a" 1}'))).toBe("ожидалось ':'");
    expect(said(validateJson('["a\nb"]'))).toBe(
      'управляющий символ в строке, в JSON его нужно экранировать',
    );
  });

  it('what is wrong with a HAR file', () => {
    const failure = (file: string): string => {
      const reading = readHar(file);
      return reading.ok ? 'read' : ru.reason(reading.problem.text);
    };
    expect(failure('{"log": ')).toBe(
      'Файл — не JSON: ожидалось значение, строка 1, столбец 9. Выберите файл HAR или экспортируйте его снова.',
    );
    expect(failure('{"log": {"entries": 5}}')).toBe(
      'Файл — не HAR: в log.entries число 5, а нужен массив. Выберите файл HAR или экспортируйте его снова.',
    );
    expect(failure('[]')).toBe(
      'Файл — не HAR: в log ничего нет, а нужен объект. Выберите файл HAR или экспортируйте его снова.',
    );
  });

  it('what is wrong with the entries of a HAR file', () => {
    const messages = [1, { type: 'send', time: 1, opcode: 2, data: 'ab$' }, null, 'x'];
    const entry = {
      _resourceType: 'websocket',
      request: { url: 5 },
      startedDateTime: '2024-01-31T12:00:00.000Z',
      _webSocketMessages: messages,
    };
    const reading = readHar(JSON.stringify({ log: { entries: [entry] } }));
    const problems = reading.ok ? reading.problems : [];
    expect(problems.map((problem) => ru.reason(problem.text))).toEqual([
      'log.entries[0].request.url: число 5, а нужна строка. Сокет оставлен без адреса.',
      'log.entries[0]._webSocketMessages[0]: число 1, а нужен объект. Это пропущено. Ещё таких в этой записи: 2.',
      "log.entries[0]._webSocketMessages[1].data: не читается: base64: символа '$' нет в алфавите base64, символ 2. Написанное сохранено как текст.",
    ]);
  });
});
