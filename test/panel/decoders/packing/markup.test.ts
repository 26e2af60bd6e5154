import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBudget } from '../../../../panel/decoders/decoder.ts';
import type { NodeTable } from '../../../../panel/decoders/node-table.ts';
import { htmlDecoder, xmlDecoder } from '../../../../panel/decoders/packing/markup.ts';
import { chooseDecoder } from '../../../../panel/decoders/registry.ts';
import { bytes, childrenByLinks, textPayload } from '../bytes.ts';
import { torture } from '../torture.ts';

const decode = (text: string, decoder = xmlDecoder, budget = {}) =>
  decoder.decode(textPayload(text), {}, { ...defaultBudget, ...budget });

/** A tree as text: `a(x="1" "text" b())`. */
function outline(table: NodeTable | undefined, node = 0): string {
  if (table === undefined) return '';
  const children = childrenByLinks(table, node).map((child) => outline(table, child));
  const key = table.key(node);
  if (table.kind(node) === 'object') return `${key ?? ''}(${children.join(' ')})`;
  const type = table.type(node);
  const value = JSON.stringify(table.text(node));
  return type === 'attribute' ? `${key}=${value}` : type === 'text' ? value : `${type}:${value}`;
}
const xml = (text: string) => outline(decode(text).table);
const html = (text: string) => outline(decode(text, htmlDecoder).table);
const chosen = (text: string) => chooseDecoder(textPayload(text), {})?.chosen.name;

describe('XML', () => {
  it.each([
    ['<a/>', '(a())'],
    ['<a x="1" y=\'2\'>hi<b/></a>', '(a(x="1" y="2" "hi" b()))'],
    [
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c>">]><!-- n --><a><![CDATA[<&]]></a>',
      '(instruction:"<?xml version=\\"1.0\\"?>" doctype:"<!DOCTYPE a [<!ENTITY b \\"c>\\">]>" comment:" n " a(CDATA:"<&"))',
    ],
    ['<a x="&lt;&amp;&quot;">&#x1F600;&#65;&nope;&gt;</a>', '(a(x="<&\\"" "😀A&nope;>"))'],
    // RFC 7395, the framing of XMPP.
    [
      '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="example.com" version="1.0" />',
      '(open(xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="example.com" version="1.0"))',
    ],
    ['<a>\n  <b>x</b>\n  <c:d/>\n</a>\n', '(a(b("x") c:d()))'],
    ['<a>ä</a>', '(a("ä"))'],
  ])('reads %s', (text, tree) => {
    expect(xml(text)).toBe(tree);
    expect(decode(text).ok).toBe(true);
  });

  it('says where each node stands', () => {
    const { table } = decode('<r><e k="v">t</e></r>');
    const ranges = [1, 2, 3, 4].map((node) => [
      table?.byteOffset(node),
      table?.byteLength(node),
      table?.keyByteOffset(node),
    ]);
    expect(ranges).toEqual([
      [0, 21, 1],
      [3, 14, 4],
      [8, 3, 6],
      [12, 1, -1],
    ]);
  });

  it.each([
    ['', 'xml: expected an element, at byte 0'],
    ['<a>', 'xml: the element a has no end, at byte 3'],
    ['<a></b>', 'xml: </b> ends nothing, expected </a>, at byte 3'],
    ['</a>', 'xml: </a> ends nothing, no element is open, at byte 0'],
    ['<a x></a>', "xml: expected '=', at byte 4"],
    ['<a x=1></a>', 'xml: expected a quote, at byte 5'],
    ['<a x="1', 'xml: the value of an attribute has no end'],
    ['<a', "xml: expected '>', at byte 2"],
    ['<a><!-- b', "xml: expected '-->'"],
    ['<a/>text', 'xml: text outside of an element, at byte 4'],
    ['<a>< b</a>', 'xml: expected a name, at byte 3'],
  ])('fails at %s with what could be read', (text, reason) => {
    const decoded = decode(text);
    expect(decoded).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
    expect(decoded.table?.nodeCount).toBeGreaterThan(0);
  });

  it('warns of what is odd', () => {
    const codesOf = (text: string) => {
      const decoded = decode(text);
      return decoded.ok ? decoded.warnings.map(({ code, at }) => [code, at]) : decoded.reason;
    };
    expect(codesOf('<a x="1" x="2"/>')).toEqual([['duplicate-key', 9]]);
    expect(codesOf('<a/><b/>')).toEqual([['unusual', 0]]);
    const invalid = xmlDecoder.decode(
      { bytes: bytes('3c 61 3e ff fe 3c 2f 61 3e'), isText: false },
      {},
      defaultBudget,
    );
    expect(invalid).toMatchObject({ ok: true, warnings: [{ code: 'invalid-utf8', at: 3 }] });
  });

  it('keeps within the budget', () => {
    const deep = decode('<r>'.repeat(5000), xmlDecoder, { maxDepth: 100 });
    expect(deep).toMatchObject({ ok: false, reason: expect.stringContaining('deeper than 100') });
    const many = decode(`<r>${'<e/>'.repeat(5000)}</r>`, xmlDecoder, { maxNodes: 100 });
    expect(many).toMatchObject({ ok: false, reason: expect.stringContaining('more than 100') });
    expect(many.table?.nodeCount).toBe(100);
    const large = decode(`<r>${'x'.repeat(5000)}</r>`, xmlDecoder, { maxBytes: 1000 });
    expect(large).toMatchObject({ ok: false, reason: expect.stringContaining('1000 bytes') });
  });

  it('cuts a text without a byte too many, also within a reference', () => {
    const { table } = decode(`<r>${'&#x1F600;'.repeat(100)}</r>`);
    expect(table?.text(2, 4)).toBe('😀😀');
    expect(table?.text(2, 3)).toBe('😀😀');
    expect(decode(`<r>${'ab'.repeat(100)}</r>`).table?.text(2, 3)).toBe('aba');
  });

  it('reads back every text that was escaped', () => {
    const escaped = (text: string) =>
      text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
    const texts = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => /[^\s]/.test(text));
    fc.assert(
      fc.property(texts, texts, (value, text) => {
        const { table } = decode(`<r k="${escaped(value)}">${escaped(text)}</r>`);
        expect(table?.text(2)).toBe(value);
        expect(table?.text(3)).toBe(text);
      }),
    );
  });

  it('bears everything', () => {
    const texts = [
      '<?xml?><r k="v">a&amp;b<e/><!-- c --><![CDATA[d]]></r>',
      '<!DOCTYPE r [x]><r></r>',
    ];
    torture(xmlDecoder, texts.map(textPayload));
  });
});

describe('HTML', () => {
  it.each([
    ['<p class=a disabled>hi<br>you</p>', '(p(class="a" disabled="" "hi" br() "you"))'],
    ['<ul><li>a<li>b</ul>', '(ul(li("a") li("b")))'],
    ['<DIV><p>a</DIV>b', '(DIV(p("a")) "b")'],
    ['<div><script>if (a<b) "</p>"</script></div>', '(div(script("if (a<b) \\"</p>\\"")))'],
    [
      '<!doctype html><html><body>1 < 2 &nbsp;</body></html>',
      '(doctype:"<!doctype html>" html(body("1 " "< 2 \u00a0")))',
    ],
    ['<table><tr><td>1<td>2<tr><td>3</table>', '(table(tr(td("1") td("2")) tr(td("3"))))'],
    ['<div>a</span></div>', '(div("a"))'],
    ['<div><p>open', '(div(p("open")))'],
  ])('reads %s as browsers do, more or less', (text, tree) => {
    expect(html(text)).toBe(tree);
    expect(decode(text, htmlDecoder).ok).toBe(true);
  });

  it.each([
    ['<!DOCTYPE html>\n<p>', 'html'],
    ['<div id="a">x</div>', 'html'],
    ['<turbo-stream action="append" target="a"><template>x</template></turbo-stream>', 'html'],
    ['<?xml version="1.0"?><html/>', 'xml'],
    ['<message from="a"><body>hi</body></message>', 'xml'],
    ['<3 you', undefined],
    ['<hello>', undefined],
    ['<b', undefined],
    ['<Ada> hello everybody', undefined],
    ['a < b > c', undefined],
    ['<>', undefined],
    ['<message> and no end', undefined],
  ])('tells %s apart', (text, name) => {
    expect(chosen(text)).toBe(name);
  });

  it('warns of an end tag that ends nothing', () => {
    const decoded = decode('<div>a</span></div>', htmlDecoder);
    expect(decoded).toMatchObject({ ok: true, warnings: [{ code: 'unusual', at: 6 }] });
  });

  it('fails only where a tag is cut off', () => {
    expect(decode('<div><p class="a', htmlDecoder)).toMatchObject({ ok: false, at: 16 });
    expect(decode('<div', htmlDecoder)).toMatchObject({ ok: false, at: 4 });
  });

  it('is not slowed down by end tags that end nothing', () => {
    const text = `${'<div>'.repeat(1500)}${'</x>'.repeat(20_000)}`;
    expect(decode(text, htmlDecoder).table?.nodeCount).toBe(1501);
  });

  it('bears everything', () => {
    const texts = [
      '<p class=a b>x<br><script>a<b</script></p>',
      '<!doctype html><ul><li>1<li>2</ul>',
    ];
    torture(htmlDecoder, texts.map(textPayload));
  });
});
