import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { writePermissionDenied } from 'y-protocols/auth';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { writeSyncStep1, writeSyncStep2, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import { FieldReader } from '../../../../panel/decoders/protocols/field-reader.ts';
import { readAny } from '../../../../panel/decoders/protocols/lib0-any.ts';
import { yjs } from '../../../../panel/decoders/protocols/yjs.ts';
import { plainValue } from '../bytes.ts';
import { torture } from '../torture.ts';
import { hexPayload, read } from './read.ts';

function encode(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function documentOf(client: number): Y.Doc {
  const document = new Y.Doc({ guid: 'fixed' });
  document.clientID = client;
  return document;
}

/** Something of each kind of content. */
function fullDocument(): Y.Doc {
  const document = documentOf(7);
  const text = document.getText('text');
  text.insert(0, 'Hello, wörld');
  text.format(0, 5, { bold: true });
  text.insertEmbed(3, { image: 'x' });
  text.delete(1, 1);
  const map = document.getMap('map');
  map.set('any', { a: [1, -2, 2.5, null, true, undefined, 12345678901234n, 'ü'] });
  map.set('bytes', Uint8Array.of(1, 2, 3));
  map.set('list', Y.Array.from([1, 'two']));
  map.set('gone', new Y.Map());
  map.delete('gone');
  map.set('doc', new Y.Doc({ guid: 'inside' }));
  document.getXmlFragment('xml').insert(0, [new Y.XmlElement('p'), new Y.XmlText('t')]);
  return document;
}

const awarenessOf = (state: Record<string, unknown> | null): Uint8Array => {
  const awareness = new Awareness(documentOf(5));
  awareness.setLocalState(state);
  const update = encodeAwarenessUpdate(awareness, [5]);
  awareness.destroy();
  return encode(1, (encoder) => encoding.writeVarUint8Array(encoder, update));
};

const step1 = encode(0, (encoder) => writeSyncStep1(encoder, fullDocument()));
const step2 = encode(0, (encoder) => writeSyncStep2(encoder, fullDocument()));
const denied = encode(2, (encoder) => writePermissionDenied(encoder, 'not yours'));

describe('Yjs', () => {
  it.each([
    ['step 1 of nothing', '00 00 01 00', 'sync step 1, 0 clients', 'request'],
    ['step 1', step1, 'sync step 1, 1 client', 'request'],
    ['an update of nothing', '00 02 02 00 00', 'update, 0 structs, 2 B', 'event'],
    ['awareness', awarenessOf({ name: 'Ada' }), 'awareness, 1 client', 'event'],
    ['awareness of who is gone', awarenessOf(null), 'awareness, 1 client, 1 gone', 'event'],
    ['auth', denied, 'permission denied not yours', 'response'],
    ['a query', '03', 'query awareness', 'request'],
  ])('reads %s', (_name, payload, summary, role) => {
    expect(read(yjs, payload)).toMatchObject({ facts: { summary, role }, reason: undefined });
  });

  it('names the clients of a state vector', () => {
    expect(read(yjs, step1).tree).toMatchObject({
      message: 'sync',
      step: 'step 1',
      'state vector': [{ client: 7 }],
    });
  });

  it('reads all kinds of content that yjs writes', () => {
    const { tree, facts, reason } = read(yjs, step2);
    expect(reason).toBeUndefined();
    expect(facts?.summary).toMatch(/^sync step 2, \d+ structs, \d+ deletions, \d+ B$/);
    const shown = JSON.stringify(tree);
    for (const word of [
      'wörld',
      'bold',
      'YXmlElement',
      'YArray',
      'inside',
      'Deleted',
      'Binary',
      'ü',
    ])
      expect(shown).toContain(word);
  });

  it('counts the structs and deletions that yjs counts', () => {
    const changes = fc.array(
      fc.tuple(fc.nat({ max: 20 }), fc.string({ minLength: 1 }), fc.boolean()),
    );
    fc.assert(
      fc.property(changes, (all) => {
        const document = documentOf(3);
        const text = document.getText('t');
        for (const [at, inserted, isDeletion] of all) {
          const place = Math.min(at, text.length);
          if (isDeletion) text.delete(place, Math.min(2, text.length - place));
          else text.insert(place, inserted);
        }
        const update = Y.encodeStateAsUpdate(document);
        const { structs, ds } = Y.decodeUpdate(update);
        const deletions = [...ds.clients.values()].flat().length;
        const payload = encode(0, (encoder) => writeUpdate(encoder, update));
        const counted = `${structs.length} struct${structs.length === 1 ? '' : 's'}`;
        const { facts, reason } = read(yjs, payload);
        expect(reason).toBeUndefined();
        expect(facts?.summary).toContain(counted);
        if (deletions > 0) expect(facts?.summary).toContain(`${deletions} deletion`);
      }),
      { numRuns: 200 },
    );
  });

  it('reads any value that lib0 writes', () => {
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.constantFrom(null, true, false, undefined, -0, 0.5, 1e300, 2 ** 31 - 1, -64, 63),
        fc.string(),
        fc.double(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.uint8Array(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(values, (value) => {
        const encoder = encoding.createEncoder();
        encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1]);
        const fields = new FieldReader(encoding.toUint8Array(encoder), defaultBudget);
        readAny(fields, undefined);
        const decoded = fields.finish('yjs', {});
        if (!decoded.ok) throw new Error(decoded.reason);
        expect(plainValue(decoded.table)).toEqual(withoutBigInts(value));
      }),
    );
  });

  it.each([
    ['', 'yjs: message (varint) is cut off, at byte 0'],
    ['09', 'yjs: message 9 is not known, at byte 0'],
    ['00 03', 'yjs: no step of sync, 0 to 2, at byte 2'],
    ['00 00 05 00', 'yjs: state vector wants 5 bytes, 1 left, at byte 3'],
    ['00 00 02 00 00', 'yjs: 1 byte left over in state vector, at byte 4'],
    ['00 00 01 00 00', 'yjs: 1 byte left over, at byte 4'],
    ['00 02 05 01 01 07 00 0b', 'yjs: content 11 is not known, at byte 7'],
    ['ff ff ff ff ff ff ff ff 7f', 'yjs: message (varint) is larger than 2^53, at byte 0'],
  ])('says what is wrong with %s', (hex, reason) => {
    expect(read(yjs, hex).reason).toBe(reason);
  });

  it('is recognised when all of it can be read', () => {
    const sure = (hex: string) => yjs.recognises(hexPayload(hex), {});
    expect(sure('00 00 01 00')).toBeGreaterThan(0.8);
    expect(yjs.recognises({ bytes: step2, isText: false }, {})).toBeGreaterThan(0.8);
    for (const hex of ['', '03', '00', '00 00 00', '00 00 02 00', '01 02 03 04', '30 00 00 00'])
      expect(sure(hex)).toBe(0);
  });

  it('bears everything', () => {
    const payloads = [step1, step2, awarenessOf({ a: [1] }), denied];
    torture(
      yjs,
      payloads.map((payload) => ({ bytes: payload, isText: false })),
    );
  });
});

/** Trees tell numbers as text; the test reads that back as a number. */
function withoutBigInts(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutBigInts(each)]),
  );
}
