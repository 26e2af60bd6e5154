import { describe, expect, it } from 'vitest';
import { discord } from '../../../../panel/decoders/json-protocols/discord.ts';
import { jsonRpc } from '../../../../panel/decoders/json-protocols/json-rpc.ts';
import { nostr } from '../../../../panel/decoders/json-protocols/nostr.ts';
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

const id = 'dc90c95f09947507c1044e8f48bcf6350aa6bff1507dd4acfc755b9239b5c962';
const note = `{"id":"${id}","pubkey":"3bf0","created_at":1644271588,"kind":1,"tags":[],"content":"gm","sig":"23"}`;

describe('Nostr', () => {
  // NIP-01, NIP-42, NIP-45 and NIP-77.
  const rows: readonly Row[] = [
    [`["EVENT",${note}]`, 'EVENT note "gm"', request(id)],
    [`["EVENT","sub:1",${note}]`, 'EVENT sub:1 note "gm"', event],
    [
      '["REQ","sub:1",{"kinds":[1],"limit":10},{"authors":["a"]}]',
      'REQ sub:1 {kinds: [1], limit: 10} {authors: ["a"]}',
      request('sub:1'),
    ],
    ['["EOSE","sub:1"]', 'EOSE sub:1', response('sub:1')],
    ['["CLOSE","sub:1"]', 'CLOSE sub:1', control],
    ['["CLOSED","sub:1","auth-required: no"]', 'CLOSED sub:1 auth-required: no', response('sub:1')],
    [`["OK","${id}",true,""]`, 'OK dc90c95f… true', response(id)],
    ['["NOTICE","slow down"]', 'NOTICE slow down', control],
    ['["AUTH","challenge"]', 'AUTH challenge', control],
    [`["AUTH",${note.replace('"kind":1', '"kind":22242')}]`, 'AUTH authentication', request(id)],
    ['["COUNT","q",{"kinds":[3]}]', 'COUNT q {kinds: [3]}', request('q')],
    ['["NEG-OPEN","n",{"kinds":[1]},"61"]', 'NEG-OPEN n {kinds: [1]} 61', request('n')],
    ['["NEG-MSG","n","6101"]', 'NEG-MSG n 6101', response('n')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'nostr', summary, ...rest });
  });

  it('names the items and the kind of an event', () => {
    const { names, notes } = annotationsOf(nostr, `["EVENT","s",${note}]`);
    expect(names.map(([, name]) => name)).toEqual(['verb', 'subscription', 'event']);
    expect(notes).toEqual([['1', 'note']]);
  });

  it.each([
    '["EVENT"]',
    '["EVENT","x"]',
    '["REQ","sub"]',
    '["OK","a"]',
    '["CLOSE","a","b"]',
    '["toString",1]',
    '["EVENT",{"kind":1}]',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});

describe('Meteor DDP', () => {
  // https://github.com/meteor/meteor/blob/devel/packages/ddp/DDP.md
  const rows: readonly Row[] = [
    ['{"server_id":"0"}', 'server 0', control],
    [
      '{"msg":"connect","version":"1","support":["1","pre2"]}',
      'connect version 1',
      request('connect'),
    ],
    ['{"msg":"connected","session":"S"}', 'connected "S"', response('connect')],
    ['{"msg":"ping","id":"1"}', 'ping #1', beat],
    ['{"msg":"pong"}', 'pong', beat],
    ['{"msg":"sub","id":"a","name":"tasks","params":[1]}', 'sub tasks(1) #a', request('a')],
    ['{"msg":"ready","subs":["a"]}', 'ready ["a"]', response('a')],
    [
      '{"msg":"nosub","id":"a","error":{"error":404,"message":"none"}}',
      'nosub error none #a',
      response('a'),
    ],
    [
      '{"msg":"added","collection":"tasks","id":"t","fields":{"text":"x"}}',
      'added tasks/t {text: "x"}',
      event,
    ],
    [
      '{"msg":"method","method":"login","params":["u",2],"id":"3"}',
      'method login("u", 2) #3',
      request('3'),
    ],
    ['{"msg":"result","id":"3","result":{"ok":true}}', 'result {ok: true} #3', response('3')],
    ['{"msg":"updated","methods":["3"]}', 'updated ["3"]', event],
    ['{"msg":"updated","id":"3"}', 'updated "3"', event],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'ddp', summary, ...rest });
  });

  it.each([
    '{"msg":"hello"}',
    '{"msg":"added","id":"1"}',
    '{"msg":"ping","x":1}',
    '{"msg":"constructor"}',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});

describe('the Discord gateway', () => {
  const hint = { url: 'wss://gateway.discord.gg/?v=10&encoding=json' };
  // https://docs.discord.com/developers/events/gateway
  const rows: readonly Row[] = [
    [
      '{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}',
      'Hello {heartbeat_interval: 41250}',
      control,
    ],
    ['{"t":null,"s":null,"op":11,"d":null}', 'Heartbeat ACK', beat],
    [
      '{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"content":"hi"}}',
      'MESSAGE_CREATE {content: "hi"} #7',
      event,
    ],
    ['{"op":2,"d":{"token":"secret","properties":{"os":"linux"}}}', 'Identify', control],
    ['{"op":6,"d":{"token":"secret","session_id":"s","seq":1}}', 'Resume', control],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text, hint)).toEqual({ protocol: 'discord', summary, ...rest });
    expect(readMessage(text).protocol).toBe('discord');
  });

  it('knows a heartbeat by the address, and says what a code is', () => {
    expect(readMessage('{"op":1,"d":251}', hint)).toEqual({
      protocol: 'discord',
      summary: 'Heartbeat 251',
      ...beat,
    });
    expect(annotationsOf(discord, '{"op":9,"d":false}').notes).toEqual([['9', 'Invalid Session']]);
  });

  it.each([
    // OBS Studio.
    '{"op":6,"d":{"requestType":"GetVersion","requestId":"1"}}',
    '{"op":0,"d":{"obsWebSocketVersion":"5.1.0","rpcVersion":1}}',
    '{"op":"add","d":1,"s":2,"t":3}',
    '{"op":99,"d":1,"s":2,"t":"A"}',
  ])('does not take %s for it', (text) => {
    expect(readMessage(text).protocol).toBeUndefined();
  });
});

describe('Slack', () => {
  const hint = { url: 'wss://wss-primary.slack.com/link/?ticket=1' };
  const rows: readonly Row[] = [
    ['{"type":"hello","num_connections":1}', 'hello', control],
    [
      '{"envelope_id":"e1","type":"events_api","payload":{"event":{"type":"message","text":"hi"}}}',
      'events_api message "hi"',
      request('e1'),
    ],
    ['{"envelope_id":"e1"}', 'ack', response('e1')],
    ['{"type":"ping","id":4}', 'ping #4', beat],
    ['{"type":"pong","reply_to":4}', 'pong #4', beat],
    [
      '{"type":"message","channel":"C1","user":"U1","text":"hi","ts":"1.2"}',
      'message C1 U1 "hi"',
      event,
    ],
    ['{"id":5,"type":"message","channel":"C1","text":"yo"}', 'message C1 "yo" #5', request('5')],
    ['{"ok":true,"reply_to":5,"ts":"1.3"}', 'reply #5', response('5')],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text, hint)).toEqual({ protocol: 'slack', summary, ...rest });
  });

  it('knows an envelope without the address', () => {
    expect(readMessage(rows[1]?.[0] ?? '')).toMatchObject({ protocol: 'slack' });
    expect(readMessage('{"type":"hello"}').protocol).toBeUndefined();
  });
});

describe('Jupyter', () => {
  const message = (type: string, content: object, parent = 'p', channel = 'iopub') =>
    JSON.stringify({
      header: { msg_id: 'm', msg_type: type, session: 's', username: 'u', version: '5.3' },
      parent_header: { msg_id: parent },
      metadata: {},
      content,
      buffers: [],
      channel,
    });
  const rows: readonly Row[] = [
    [
      message('execute_request', { code: 'print(1)', silent: false }, 'p', 'shell'),
      'execute_request shell "print(1)"',
      request('m'),
    ],
    [
      message('execute_reply', { status: 'ok', execution_count: 1 }, 'm', 'shell'),
      'execute_reply shell ok',
      response('m'),
    ],
    [
      message('status', { execution_state: 'busy' }),
      'status iopub busy',
      { ...event, correlationId: 'p' },
    ],
    [
      message('stream', { name: 'stdout', text: '1\n' }),
      'stream iopub stdout "1\\n"',
      { ...event, correlationId: 'p' },
    ],
    [
      message('error', { ename: 'NameError', evalue: 'no a', traceback: [] }),
      'error iopub NameError: no a',
      { ...event, correlationId: 'p' },
    ],
    [
      message('execute_result', { data: { 'text/plain': '42' } }),
      'execute_result iopub "42"',
      { ...event, correlationId: 'p' },
    ],
  ];

  it.each(rows)('reads %s', (text, summary, rest) => {
    expect(readMessage(text)).toEqual({ protocol: 'jupyter-message', summary, ...rest });
  });
});

describe('JSON-RPC', () => {
  it.each([
    [
      '{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}',
      'Language Server Protocol',
    ],
    [
      '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"processId":1,"capabilities":{}}}',
      'Language Server Protocol',
    ],
    [
      '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{}}}',
      'Model Context Protocol',
    ],
    ['{"id":1,"method":"Page.enable"}', 'Chrome DevTools Protocol'],
  ])('says who speaks %s', (text, user) => {
    expect(annotationsOf(jsonRpc, text).notes.map(([, word]) => word)).toEqual([user]);
  });

  it('tells several messages from a batch', () => {
    const message = '{"jsonrpc":"2.0","method":"a"}';
    expect(readMessage(`[${message},${message}]`)).toMatchObject({ summary: 'batch of 2: a()' });
    expect(readMessage(`${message}\n${message}\n`)).toMatchObject({ summary: '2 in one: a()' });
  });

  it('says nothing where it does not know', () => {
    expect(annotationsOf(jsonRpc, '{"jsonrpc":"2.0","id":1,"method":"add"}').notes).toEqual([]);
  });
});
