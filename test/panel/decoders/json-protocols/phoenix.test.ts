import { describe, expect, it } from 'vitest';
import { phoenix } from '../../../../panel/decoders/json-protocols/phoenix.ts';
import {
  annotationsOf,
  beat,
  control,
  event,
  type Row,
  readMessage,
  request,
  response,
} from './reading.ts';

describe('Phoenix channels', () => {
  // As phoenix 1.8.16 sends and receives them.
  const rows: readonly Row[] = [
    ['["3","3","room:lobby","phx_join",{}]', 'phx_join room:lobby #3', request('3')],
    [
      '["3","3","room:lobby","phx_reply",{"status":"ok","response":{}}]',
      'phx_reply room:lobby ok #3',
      response('3'),
    ],
    [
      '["3","4","room:lobby","phx_reply",{"status":"error","response":{"reason":"full"}}]',
      'phx_reply room:lobby error {reason: "full"} #4',
      response('4'),
    ],
    [
      '["3","5","room:lobby","new_msg",{"body":"hi"}]',
      'new_msg room:lobby {body: "hi"} #5',
      request('5'),
    ],
    ['["3",null,"room:lobby","new_msg",{"body":"hi"}]', 'new_msg room:lobby {body: "hi"}', event],
    ['[null,"6","phoenix","heartbeat",{}]', 'heartbeat #6', beat],
    ['[null,"6","phoenix","phx_reply",{"status":"ok","response":{}}]', 'phx_reply #6', beat],
    ['["3",null,"room:lobby","phx_close",{}]', 'phx_close room:lobby', control],
    [
      '{"topic":"room:lobby","event":"new_msg","payload":{"a":1},"ref":"2"}',
      'new_msg room:lobby {a: 1} #2',
      request('2'),
    ],
    ['{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}', 'heartbeat #1', beat],
    // Supabase Realtime.
    [
      '{"topic":"realtime:public","event":"postgres_changes","payload":{"ids":[1],"data":{"schema":"public","table":"todos","type":"INSERT","record":{"id":1}}},"ref":null}',
      'postgres_changes realtime:public INSERT public.todos {id: 1}',
      event,
    ],
    [
      '{"topic":"realtime:room","event":"broadcast","payload":{"event":"cursor","payload":{"x":1},"type":"broadcast"},"ref":null}',
      'broadcast realtime:room cursor {x: 1}',
      event,
    ],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'phoenix', summary, ...rest });
  });

  it('takes what is received with a reference of the server for an event', () => {
    const [text] = rows[3] ?? [''];
    expect(readMessage(text, { direction: 'received' })).toMatchObject({ role: 'event' });
  });

  it('names the items', () => {
    const { names, notes } = annotationsOf(phoenix, '["1","2","realtime:a","x",{}]');
    expect(names).toEqual([
      ['1', 'join reference'],
      ['2', 'reference'],
      ['realtime:a', 'topic'],
      ['x', 'event'],
      ['object', 'payload'],
    ]);
    expect(notes).toEqual([['realtime:a', 'Supabase Realtime']]);
  });

  it.each([
    '["1","2","topic","event"]',
    '["1","2","topic","event",{},1]',
    '["1","2","topic",3,{}]',
    '[{},"2","topic","event",{}]',
    '["a","b","c","d","e"]',
    '{"topic":"a","event":"b","payload":{}}',
    '{"topic":"a","event":"b","payload":{},"ref":"1","extra":1}',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});
