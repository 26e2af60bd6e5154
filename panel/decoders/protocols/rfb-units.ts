import type { MessageFacts } from '../decoder.ts';
import type { FieldReader } from './field-reader.ts';
import { readMessage, readPixelFormat, readRectangle, readRequest } from './rfb-messages.ts';
import type { RfbSession, Side } from './rfb-session.ts';

const securityNames: Readonly<Record<number, string>> = {
  0: 'invalid',
  1: 'none',
  2: 'VNC authentication',
  5: 'RA2',
  6: 'RA2ne',
  16: 'Tight',
  18: 'TLS',
  19: 'VeNCrypt',
  20: 'SASL',
  30: 'Apple Remote Desktop',
  113: 'MSLogonII',
};

/** One unit of a side, `length` bytes, as fields of the object that is open. */
export function readUnit(
  fields: FieldReader,
  session: RfbSession,
  side: Side,
  length: number,
): MessageFacts | null {
  const control = (summary: string): MessageFacts => ({ summary, role: 'control' });
  switch (session[side]) {
    case 'version':
      return control(fields.string('version', 12).trimEnd());
    case 'security':
      return control(readSecurity(fields, session));
    case 'choice':
      return control(`security ${readNamed(fields, 'security type')}`);
    case 'challenge':
      fields.blob('challenge', 16);
      return { summary: 'challenge', role: 'request', correlationId: 'challenge' };
    case 'response':
      fields.blob('response', 16);
      return { summary: 'response', role: 'response', correlationId: 'challenge' };
    case 'result': {
      const result = fields.uint(
        'security result',
        4,
        (value) => ['ok', 'failed', 'too many attempts'][value],
      );
      return control(`security ${result === 0 ? 'ok' : 'failed'}`);
    }
    case 'reason':
      return control(`failed: ${fields.string('reason', fields.uint('length', 4))}`);
    case 'init':
      return control(side === 'sent' ? readClientInit(fields) : readServerInit(fields));
    case 'message':
      return side === 'sent' ? readRequest(fields) : readMessage(fields);
    case 'rectangle':
      readRectangle(fields);
      return null;
    case 'rectangle-length':
      if (session.rectangle.encoding === -308) {
        fields.uint8('screens');
        fields.blob('padding', 3);
      } else
        fields.uint(
          session.rectangle.encoding === 2 || session.rectangle.encoding === 4
            ? 'subrectangles'
            : 'length',
          4,
        );
      return null;
    case 'tight':
      fields.blob('tight header', length);
      return null;
    case 'pixels':
      fields.blob('pixels', length, `${session.pixels} bytes to come`);
      return null;
    case 'opaque':
      fields.blob('bytes', length, 'cannot be told apart');
      return { summary: `${length} B, not told apart`, role: 'event' };
  }
}

const readNamed = (fields: FieldReader, key: string): string =>
  securityNames[fields.uint8(key, (value) => securityNames[value])] ?? 'unknown';

function readSecurity(fields: FieldReader, { minor }: RfbSession): string {
  if (minor === 3) {
    const type = fields.uint('security type', 4, (value) => securityNames[value]);
    return `security ${securityNames[type] ?? type}`;
  }
  const count = fields.uint8('number of types');
  const names: string[] = [];
  fields.begin('array', 'security types');
  for (let index = 0; index < count && fields.problem === null; index += 1)
    names.push(readNamed(fields, String(index)));
  fields.end();
  return `security types ${names.join(', ')}`;
}

function readClientInit(fields: FieldReader): string {
  const isShared = fields.uint8('shared') !== 0;
  return `ClientInit ${isShared ? 'shared' : 'exclusive'}`;
}

function readServerInit(fields: FieldReader): string {
  const width = fields.uint('width', 2);
  const height = fields.uint('height', 2);
  readPixelFormat(fields);
  const name = fields.string('name', fields.uint('name length', 4));
  return `ServerInit ${width}×${height} ${name}`;
}
