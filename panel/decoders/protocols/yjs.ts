import type { Budget, Decoded, Decoder, Hint, MessageFacts, Payload } from '../decoder.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import { readLeb128, takeLeb128 } from './leb128.ts';
import { canRead } from './recognising.ts';
import { readStateVector, readUpdate, type UpdateCounts } from './yjs-update.ts';

const messageNames = ['sync', 'awareness', 'auth', 'query awareness'] as const;
const syncNames = ['step 1', 'step 2', 'update'] as const;

/**
 * Messages of y-websocket: synchronisation of a Yjs document, and who is there.
 * @see https://github.com/yjs/y-protocols/blob/master/PROTOCOL.md
 */
export const yjs: Decoder = {
  name: 'yjs',
  label: 'Yjs',
  specification: 'https://github.com/yjs/y-protocols/blob/master/PROTOCOL.md',
  recognisedBy:
    'a sync, awareness or auth message whose update, state vector or states can be read to the last byte',
  recognises({ bytes, isText }) {
    // One byte alone, a query for awareness, tells nothing.
    if (isText || bytes.length < 4 || (bytes[0] ?? 0) > 2) return 0;
    return canRead(bytes, readMessage) ? 0.9 : 0;
  },
  decode: (payload, _hint, budget) => decode(payload, _hint, budget),
};

function decode({ bytes }: Payload, _hint: Hint, budget: Budget): Decoded {
  return decodeFields('yjs', bytes, budget, (fields) => ({ facts: readMessage(fields) }));
}

function readMessage(fields: FieldReader): MessageFacts {
  fields.begin('object');
  const type = readLeb128(fields, 'message', (value) => messageNames[value]);
  const name = messageNames[type];
  if (name === undefined) fields.fail(`message ${type} is not known`, 0);
  const facts = readBody(fields, name ?? 'query awareness');
  fields.end();
  return facts;
}

function readBody(fields: FieldReader, name: (typeof messageNames)[number]): MessageFacts {
  switch (name) {
    case 'sync':
      return readSync(fields);
    case 'awareness':
      return readAwareness(fields);
    case 'auth': {
      readLeb128(fields, 'permission', (value) => (value === 0 ? 'denied' : undefined));
      const reason = readText(fields, 'reason');
      return { summary: `permission denied ${reason}`.trimEnd(), role: 'response' };
    }
    case 'query awareness':
      return { summary: name, role: 'request', correlationId: 'awareness' };
  }
}

function readSync(fields: FieldReader): MessageFacts {
  const step = syncNames[readLeb128(fields, 'step', (value) => syncNames[value])];
  if (step === undefined) fields.fail('no step of sync, 0 to 2');
  const size = takeLeb128(fields, 'length');
  let counts: UpdateCounts = { structs: 0, deletes: 0 };
  let clients = 0;
  fields.within(size, step === 'step 1' ? 'state vector' : 'update', () => {
    if (step === 'step 1') clients = readStateVector(fields);
    else counts = readUpdate(fields);
  });
  const { structs, deletes } = counts;
  const words = [plural(structs, 'struct'), ...(deletes > 0 ? [plural(deletes, 'deletion')] : [])];
  const content = `${words.join(', ')}, ${size} B`;
  switch (step) {
    case 'step 1':
      return {
        summary: `sync step 1, ${plural(clients, 'client')}`,
        role: 'request',
        correlationId: 'sync',
      };
    case 'step 2':
      return { summary: `sync step 2, ${content}`, role: 'response', correlationId: 'sync' };
    default:
      return { summary: `update, ${content}`, role: 'event' };
  }
}

function readAwareness(fields: FieldReader): MessageFacts {
  const size = takeLeb128(fields, 'length');
  let count = 0;
  let gone = 0;
  fields.within(size, 'awareness', () => {
    fields.begin('array', 'states');
    count = takeLeb128(fields, 'number of states');
    for (let index = 0; index < count && fields.problem === null; index += 1) {
      fields.begin('object');
      readLeb128(fields, 'client');
      readLeb128(fields, 'clock');
      if (readState(fields) === 'null') gone += 1;
      fields.end();
    }
    fields.end();
  });
  const left = gone > 0 ? `, ${gone} gone` : '';
  return { summary: `awareness, ${plural(count, 'client')}${left}`, role: 'event' };
}

/** JSON behind its length; returns its first characters. */
function readState(fields: FieldReader): string {
  const length = takeLeb128(fields, 'length of the state');
  if (!fields.wants(length, 'state')) return '';
  const start = fields.at;
  fields.json(start + length, 'state');
  return new TextDecoder().decode(fields.bytes.subarray(start, start + Math.min(length, 5)));
}

function readText(fields: FieldReader, key: string): string {
  return fields.string(key, takeLeb128(fields, `length of ${key}`));
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
