import { describe, expect, it } from 'vitest';
import { judgePage } from '../../../panel/model/worker-plan.ts';

const page = 'https://a.test/app';

function answer(
  url: string,
  type: string,
  more: Readonly<Record<string, string>> = {},
  status = 200,
) {
  const headers = { 'Content-Type': type, ...more };
  return {
    _resourceType: type === 'text/html' ? 'document' : 'script',
    request: { url },
    response: {
      status,
      headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      content: { mimeType: 'x-unknown' },
    },
  };
}
const html = answer(page, 'text/html');
const judge = (...entries: unknown[]) => judgePage({ entries }, `${page}#part`);

describe('whether the workers of a page may record themselves', () => {
  it('is so for a page that came without a policy, with the scripts that loaded plainly', () => {
    const verdict = judge(
      html,
      answer('https://a.test/worker.js?v=1', 'text/javascript; charset=utf-8'),
      answer('https://a.test/same.js', 'application/javascript', {}, 304),
      answer('https://a.test/same.js', 'application/javascript', {}, 304),
    );
    expect(verdict).toEqual({
      kind: 'plain',
      url: page,
      scripts: ['https://a.test/worker.js?v=1', 'https://a.test/same.js'],
    });
  });

  it.each([
    ['served as something else', answer('https://a.test/w.js', 'text/plain')],
    ['of another origin', answer('https://b.test/w.js', 'text/javascript')],
    ['of an origin that begins alike', answer('https://a.test.evil/w.js', 'text/javascript')],
    ['redirected', answer('https://a.test/w.js', 'text/javascript', {}, 302)],
    ['not there', answer('https://a.test/w.js', 'text/javascript', {}, 404)],
    [
      'under a policy of its own',
      answer('https://a.test/w.js', 'text/javascript', { 'content-security-policy': 'x' }),
    ],
    ['damaged in the log', { request: null, response: { status: 200, headers: [null, 3] } }],
  ])('leaves out a script that is %s', (_, entry) => {
    expect(judge(html, entry)).toMatchObject({ kind: 'plain', scripts: [] });
  });

  it('leaves out a script that has answered otherwise even once', () => {
    const url = 'https://a.test/w.js';
    const verdict = judge(
      html,
      answer(url, 'text/javascript'),
      answer(url, 'text/javascript', {}, 404),
      answer(url, 'text/javascript'),
    );
    expect(verdict).toMatchObject({ scripts: [] });
  });

  it.each([
    'Content-Security-Policy',
    'Content-Security-Policy-Report-Only',
    'Cross-Origin-Embedder-Policy',
    'Cross-Origin-Embedder-Policy-Report-Only',
    'Document-Policy',
  ])('is not so for a page that came with %s', (header) => {
    expect(judge(answer(page, 'text/html', { [header]: 'x' }))).toEqual({
      kind: 'policy',
      header: header.toLowerCase(),
    });
  });

  it('goes by how the page came last', () => {
    const strict = answer(page, 'text/html', { 'content-security-policy': 'x' });
    expect(judge(html, strict).kind).toBe('policy');
    expect(judge(strict, html).kind).toBe('plain');
  });

  it('is unknown of a page that the log did not see, or saw fail', () => {
    expect(judge().kind).toBe('unknown');
    expect(judge(answer('https://a.test/other', 'text/html')).kind).toBe('unknown');
    expect(judge(answer(page, 'text/html', {}, 500)).kind).toBe('unknown');
    for (const log of [null, undefined, 3, {}, { entries: 'x' }])
      expect(judgePage(log, page).kind).toBe('unknown');
  });

  it('is no question for a page that comes from no server', () => {
    for (const url of ['about:blank', 'data:text/html,x', 'file:///x.html', 'chrome://version', ''])
      expect(judgePage({ entries: [html] }, url).kind).toBe('scheme');
  });
});
