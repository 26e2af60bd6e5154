import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collectReasons } from './collect-reasons.ts';

const folder = mkdtempSync(join(tmpdir(), 'sockets-reasons-'));
afterAll(() => rmSync(folder, { recursive: true }));

function collect(source: string): { texts: readonly string[]; unfollowed: number } {
  const path = join(folder, 'source.ts');
  writeFileSync(path, source);
  const { reasons, unfollowed } = collectReasons([path]);
  return { texts: reasons.map(({ text }) => text), unfollowed: unfollowed.length };
}

describe('a reason in the sources is found', () => {
  it.each([
    ['in a call', 'fields.fail("no frame", at)', ['no frame']],
    ['behind a value', 'this.#fail(value, "no frame")', ['no frame']],
    ['in a result', 'return { ok: false, reason: "no frame", at: 0 }', ['no frame']],
    ['as a text with a place', 'x = { text: "no frame", at }', ['no frame']],
    ['in a warning', 'list.add("unusual", at, 1, () => `no frame`)', ['no frame']],
    ['with a hole', `this.fail(\`wants \${count} bytes\`)`, ['wants 11 bytes']],
    ['either way', 'this.fail(odd ? "no frame" : "no end")', ['no frame', 'no end']],
    [
      'in a hole, either way',
      `this.fail(\`no \${odd ? "frame" : "end"}\`)`,
      ['no frame', 'no end'],
    ],
    ['in a constant', 'const why = "no frame"; this.fail(why)', ['no frame']],
    ['in a variable', 'let why = "no end"; why = "no frame"; fail(why)', ['no end', 'no frame']],
    ['by a function', 'class A { describeExpected() { return "no end"; } }', ['no end']],
    ['as a part', 'fields.wants(2, "the length of a text")', ['the length of a text']],
    [
      'without its place',
      `return { reason: \`no frame, at byte \${at}\` }`,
      ['no frame, at byte 11'],
    ],
  ])('%s', (_, source, texts) => {
    expect(collect(`function read() { ${source} }`)).toEqual({ texts, unfollowed: 0 });
  });

  it.each([
    ['a function that takes it and is not known to', 'function tell(why) { fields.fail(why); }'],
    ['a function that makes it and is not known to', 'fields.fail(sayWhy(at));'],
    ['a name from elsewhere', 'import { why } from "./why.ts"; fields.fail(why);'],
  ])('or said to be out of sight, behind %s', (_, source) => {
    expect(collect(source).unfollowed).toBe(1);
  });
});
