import { describe, expect, it } from 'vitest';
import type { Hint } from '../../../../panel/decoders/decoder.ts';
import { xmpp } from '../../../../panel/decoders/protocols/xmpp.ts';
import { textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';
import { read } from './read.ts';

const sent: Hint = { subprotocol: 'xmpp', direction: 'sent' };
const received: Hint = { subprotocol: 'xmpp', direction: 'received' };
const open = '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="example.com" version="1.0" />';
const message =
  "<message from='a@x' to='b@x' type='chat' xmlns='jabber:client'><body>1 &lt; 2 &#x41;</body></message>";

describe('XMPP', () => {
  it.each([
    [open, sent, { summary: 'open example.com', role: 'request', correlationId: 'open' }],
    [
      '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
      sent,
      { summary: 'close', role: 'control' },
    ],
    [
      '<stream:features xmlns:stream="http://etherx.jabber.org/streams"><mechanisms/></stream:features>',
      received,
      { summary: 'stream:features mechanisms', role: 'control' },
    ],
    [
      '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">AGE=</auth>',
      sent,
      { summary: 'auth PLAIN', role: 'request', correlationId: 'auth' },
    ],
    [
      '<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><not-authorized/></failure>',
      received,
      { summary: 'failure not-authorized', role: 'response', correlationId: 'auth' },
    ],
    [
      '<iq xmlns="jabber:client" type="get" id="r1"><query xmlns="jabber:iq:roster"/></iq>',
      sent,
      {
        summary: 'iq get query jabber:iq:roster #r1',
        role: 'request',
        correlationId: 'iq r1',
      },
    ],
    [
      '<iq xmlns="jabber:client" type="result" id="r1"/>',
      received,
      { summary: 'iq result #r1', role: 'response', correlationId: 'iq r1' },
    ],
    [
      '<iq xmlns="jabber:client" type="get" id="p"><ping xmlns="urn:xmpp:ping"/></iq>',
      received,
      {
        summary: 'iq get ping urn:xmpp:ping #p',
        role: 'request',
        correlationId: 'iq p',
        isHeartbeat: true,
      },
    ],
    [message, received, { summary: 'message chat a@x "1 < 2 A"', role: 'event' }],
    [
      '<presence xmlns="jabber:client" from="a@x"><show>away</show></presence>',
      received,
      { summary: 'presence away a@x', role: 'event' },
    ],
    [
      '<r xmlns="urn:xmpp:sm:3"/>',
      received,
      { summary: 'ask for acknowledgement', role: 'control' },
    ],
    ['<a xmlns="urn:xmpp:sm:3" h="5"/>', sent, { summary: 'acknowledge 5', role: 'control' }],
    [' ', sent, { summary: 'space', role: 'control', isHeartbeat: true }],
  ])('reads %s', (text, hint, facts) => {
    const reading = read(xmpp, `'${text}`, hint);
    expect(reading.reason).toBeUndefined();
    expect(reading.facts).toEqual(facts);
    expect(xmpp.recognises(textPayload(text), hint)).toBeGreaterThan(0.8);
    if (text !== ' ') expect(xmpp.recognises(textPayload(text), {})).toBeGreaterThan(0.9);
  });

  it('shows attributes, text and elements with their places', () => {
    const { decoded, tree } = read(xmpp, `'${message}`, received);
    expect(tree).toEqual({
      '@from': 'a@x',
      '@to': 'b@x',
      '@type': 'chat',
      '@xmlns': 'jabber:client',
      body: { '#text': '1 < 2 A' },
    });
    expect(decoded.table?.type(0)).toBe('<message>');
    expect(decoded.table?.byteOffset(5)).toBe(message.indexOf('<body'));
    expect(decoded.table?.byteLength(5)).toBe('<body>1 &lt; 2 &#x41;</body>'.length);
    expect(read(xmpp, "'<a><![CDATA[1 < 2]]></a>").tree).toEqual({ '#text': '1 < 2' });
    expect(read(xmpp, "'<a b = 'c' >\n <d/>\n</a >\n").tree).toEqual({ '@b': 'c', d: {} });
  });

  it.each([
    ['', "xmpp: expected '<', at byte 0"],
    ['text', "xmpp: expected '<', at byte 0"],
    ['<', 'xmpp: expected the name of an element, at byte 1'],
    ['<a', 'xmpp: the tag <a> has no end, at byte 2'],
    ['<a>', 'xmpp: the end tag </a> is missing, at byte 3'],
    ['<a></b>', 'xmpp: </b> ends <a>, at byte 3'],
    ['<a b>', "xmpp: expected '=' behind the attribute b, at byte 4"],
    ['<a b=c>', 'xmpp: the value of the attribute b is not in quotes, at byte 5'],
    ['<a b="1" b="2"/>', 'xmpp: the attribute b is there twice, at byte 9'],
    ['<a>&nbsp;</a>', 'xmpp: &nbsp; is no character, at byte 3'],
    ['<a>&</a>', 'xmpp: & is no character, at byte 3'],
    ['<a><!-- no --></a>', 'xmpp: comments and document types are not allowed, at byte 3'],
    ['<a/><b/>', 'xmpp: 4 bytes left over, at byte 4'],
    [`${'<a>'.repeat(300)}`, 'xmpp: nested deeper than 200 levels, at byte 600'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(read(xmpp, `'${text}`).reason).toBe(reason);
  });

  it('is not recognised in other markup', () => {
    const sure = (text: string, hint = {}) => xmpp.recognises(textPayload(text), hint);
    for (const text of ['<html xmlns="x"></html>', '<message>hi</message>', '<a/>', '<', ' '])
      expect(sure(text)).toBe(0);
    expect(sure(open.slice(0, -2))).toBe(0);
    expect(sure('hello', sent)).toBe(0);
  });

  it('looks at each byte a few times only, whatever stands there', () => {
    // A scan to the end of the payload for each of these would take minutes.
    const many = '<b c="1">t</b>'.repeat(40_000);
    const cdata = '<![CDATA[x]]>'.repeat(40_000);
    expect(read(xmpp, `'<a>${many}${cdata}</a>`).reason).toBeUndefined();
  });

  it('bears everything', () => {
    torture(xmpp, [open, message, '<a><![CDATA[x]]>&amp;</a>', ' '].map(textPayload), received);
  });
});
