import { describe, expect, it } from 'vitest';
import { wamp } from '../../../../panel/decoders/json-protocols/wamp.ts';
import {
  annotationsOf,
  control,
  event,
  type Row,
  readMessage,
  request,
  response,
} from './reading.ts';

const hint = { subprotocol: 'wamp.2.json' };

describe('WAMP', () => {
  // The examples of https://wamp-proto.org/wamp_latest_ietf.html
  const rows: readonly Row[] = [
    ['[1,"somerealm",{"roles":{"publisher":{}}}]', 'HELLO somerealm', request('session')],
    ['[2,9129137332,{"roles":{"broker":{}}}]', 'WELCOME session 9129137332', response('session')],
    [
      '[3,{"message":"no"},"wamp.error.no_such_realm"]',
      'ABORT wamp.error.no_such_realm',
      response('session'),
    ],
    ['[4,"wampcra",{"challenge":"{}"}]', 'CHALLENGE wampcra', control],
    ['[5,"gir1mSx+deCDUV7wRM5SGIn/+R/ClqLZuH4m7FJeBVI=",{}]', 'AUTHENTICATE', control],
    ['[6,{},"wamp.close.normal"]', 'GOODBYE wamp.close.normal', control],
    [
      '[8,48,7814135,{},"com.myapp.error",[1],{"a":1}]',
      'ERROR CALL com.myapp.error [1] {a: 1} #7814135',
      response('7814135'),
    ],
    [
      '[16,239714735,{},"com.myapp.topic",["hi"]]',
      'PUBLISH com.myapp.topic ["hi"] #239714735',
      request('239714735'),
    ],
    ['[17,239714735,4429313566]', 'PUBLISHED #239714735', response('239714735')],
    [
      '[32,713845233,{},"com.myapp.topic"]',
      'SUBSCRIBE com.myapp.topic #713845233',
      request('713845233'),
    ],
    [
      '[33,713845233,5512315355]',
      'SUBSCRIBED subscription 5512315355 #713845233',
      response('713845233'),
    ],
    [
      '[34,85346237,5512315355]',
      'UNSUBSCRIBE subscription 5512315355 #85346237',
      request('85346237'),
    ],
    ['[35,85346237]', 'UNSUBSCRIBED #85346237', response('85346237')],
    ['[36,5512315355,4429313566,{},["hi"]]', 'EVENT subscription 5512315355 ["hi"]', event],
    [
      '[48,7814135,{},"com.myapp.add",[2,3]]',
      'CALL com.myapp.add [2, 3] #7814135',
      request('7814135'),
    ],
    ['[50,7814135,{},[5]]', 'RESULT [5] #7814135', response('7814135')],
    // Not in the document, but what routers write.
    ['[50,7814135,{},[5],null]', 'RESULT [5] #7814135', response('7814135')],
    ['[50,7814135,{},null,{"a":5}]', 'RESULT {a: 5} #7814135', response('7814135')],
    ['[64,25349185,{},"com.myapp.add"]', 'REGISTER com.myapp.add #25349185', request('25349185')],
    [
      '[68,6131533,9823526,{},[2,3]]',
      'INVOCATION registration 9823526 [2, 3] #6131533',
      request('6131533'),
    ],
    ['[70,6131533,{},[5]]', 'YIELD [5] #6131533', response('6131533')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text, hint)).toEqual({ protocol: 'wamp', summary, ...rest });
  });

  it('knows the longer ones without the subprotocol', () => {
    const known = rows.filter(([text]) => readMessage(text).protocol === 'wamp');
    expect(known.map(([, summary]) => summary.split(' ')[0])).toEqual([
      ...['HELLO', 'WELCOME', 'ERROR', 'PUBLISH', 'SUBSCRIBE', 'EVENT', 'CALL', 'REGISTER'],
      'INVOCATION',
    ]);
  });

  it('names the items, and says what the numbers mean', () => {
    const { names, notes } = annotationsOf(wamp, '[8,64,25349185,{},"com.myapp.error"]');
    expect(names.map(([, name]) => name)).toEqual([
      'code',
      'request type',
      'request',
      'details',
      'error',
    ]);
    expect(notes).toEqual([
      ['8', 'ERROR'],
      ['64', 'REGISTER'],
    ]);
  });

  it.each([
    '[48]',
    '[48,1,{},2]',
    '[99,1,{},"a"]',
    '[48,1,{},"a",[],{},1]',
    '["48",1,{},"a"]',
    '[32,1]',
  ])('does not take %s for it, also under its subprotocol', (text) => {
    expect(readMessage(text, hint).protocol).toBeUndefined();
  });
});
