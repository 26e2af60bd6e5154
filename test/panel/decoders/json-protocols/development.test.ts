import { describe, expect, it } from 'vitest';
import { beat, control, event, type Row, readMessage } from './reading.ts';

describe('Vite', () => {
  const rows: readonly Row[] = [
    ['{"type":"connected"}', 'connected', control],
    [
      '{"type":"update","updates":[{"type":"js-update","timestamp":1,"path":"/a.ts","acceptedPath":"/a.ts"},{"type":"css-update"}]}',
      'update /a.ts and 1 more',
      event,
    ],
    ['{"type":"full-reload","path":"*"}', 'full-reload *', event],
    ['{"type":"prune","paths":["/a.ts"]}', 'prune ["/a.ts"]', event],
    [
      '{"type":"error","err":{"message":"Unexpected token","stack":""}}',
      'error Unexpected token',
      event,
    ],
    ['{"type":"custom","event":"vite:ws:connect","data":{"a":1}}', 'vite:ws:connect {a: 1}', event],
    ['{"type":"ping"}', 'ping', beat],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    const read = readMessage(text, { subprotocol: 'vite-hmr' });
    expect(read).toEqual({ protocol: 'vite-hmr', summary, ...rest });
  });

  it('knows an update and its own events without the subprotocol, and nothing else', () => {
    const known = rows.filter(([text]) => readMessage(text).protocol === 'vite-hmr');
    expect(known.map(([, summary]) => summary)).toEqual([
      'update /a.ts and 1 more',
      'vite:ws:connect {a: 1}',
    ]);
  });
});

describe('webpack-dev-server', () => {
  const hint = { url: 'ws://localhost:8080/ws' };
  const rows: readonly Row[] = [
    ['{"type":"hash","data":"4f2c9b1a7de03c55aa10"}', 'hash 4f2c9b1a7de03c55aa10', event],
    ['{"type":"hot"}', 'hot', event],
    [
      '{"type":"warnings","data":[{"message":"unused"},{"message":"b"}]}',
      'warnings 2 unused',
      event,
    ],
    ['{"type":"errors","data":["Module not found"]}', 'errors 1 Module not found', event],
    [
      '{"type":"progress-update","data":{"percent":42,"msg":"building"}}',
      'progress-update 42 % building',
      event,
    ],
    ['{"type":"overlay","data":{"errors":true}}', 'overlay {errors: true}', event],
    ['{"type":"errors","data":[{"message":"No\\nfile"}]}', 'errors 1 No', event],
    // As version 6 sends besides.
    ['{"action":"building","file":"/a.js"}', 'building /a.js', event],
    ['{"action":"progress","percent":42,"message":"b","msg":"b"}', 'progress 42 % b', event],
    [
      '{"name":"","action":"built","time":9,"hash":"4f2c9b1a7de03c55aa10","warnings":[{}],"errors":[]}',
      'built 4f2c9b1a7de03c55aa10 9 ms warnings 1',
      event,
    ],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text, hint)).toEqual({ protocol: 'webpack-dev-server', summary, ...rest });
  });

  it('knows a hash without the address, and nothing else', () => {
    const known = rows.filter(([text]) => readMessage(text).protocol !== undefined);
    expect(known.map(([, summary]) => summary)).toEqual([
      'hash 4f2c9b1a7de03c55aa10',
      'built 4f2c9b1a7de03c55aa10 9 ms warnings 1',
    ]);
    expect(readMessage('{"type":"ok","extra":1}', hint).protocol).toBeUndefined();
    expect(readMessage('{"type":"hash","data":"no hash"}', hint).protocol).toBeUndefined();
  });
});
