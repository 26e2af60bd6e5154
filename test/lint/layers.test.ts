import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ban, bans, clean } from './bans.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const biome = join(project, 'node_modules/.bin/biome');

interface Complaint {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** Lints a copy of the project's layout, one run of the linter for all of its files. */
function lint(root: string): Promise<readonly Complaint[]> {
  return new Promise((done) => {
    // As people see it: the JSON reporter leaves out the reasons that biome.json gives.
    const args = ['lint', '--colors=off', '--max-diagnostics=none', '.'];
    execFile(biome, args, { cwd: root, maxBuffer: 64e6 }, (_, stdout, stderr) =>
      done(complaintsIn(`${stdout}${stderr}`)),
    );
  });
}

/** Each complaint begins with a line such as "panel/a.ts:1:8 lint/style/noRestrictedImports ━━━". */
function complaintsIn(output: string): readonly Complaint[] {
  const heads = [...output.matchAll(/^(\S+?)(?::\d+:\d+)? ([a-z]+(?:\/\w+)*)(?: .*)? ━+$/gm)];
  return heads.map(({ 0: head, 1: path = '', 2: category = '', index }, which) => ({
    path,
    rule: category.split('/').at(-1) ?? '',
    message: output.slice(index + head.length, heads[which + 1]?.index).replace(/\s+/g, ' '),
  }));
}

describe('the linter', () => {
  let root = '';
  let complaints: readonly Complaint[] = [];
  // Each ban in a file of its own, so that no complaint is counted for another.
  const placeOf = (index: number): string => {
    const { path } = bans[index] as Ban;
    return path.replace('planted', `planted-${index}-end`);
  };

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'sockets-layers-'));
    cpSync(join(project, 'biome.json'), join(root, 'biome.json'));
    const write = (path: string, source: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), source);
    };
    for (const [index, { source }] of bans.entries()) write(placeOf(index), source);
    for (const { path, source } of clean) write(path, source);
    complaints = await lint(root);
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const about = (path: string): readonly Complaint[] =>
    complaints.filter((complaint) => complaint.path === path);

  it.each(bans.map((ban, index) => ({ ...ban, index, what: ban.source.split('\n')[0] })))(
    'refuses "$what" in $path',
    ({ index, rule, says }) => {
      const found = about(placeOf(index));
      expect(found.map((complaint) => complaint.rule)).toEqual([rule]);
      expect(found[0]?.message.toLowerCase()).toContain(says.toLowerCase());
    },
  );

  it('complains of nothing else', () => {
    const planted = new Set(bans.map((_, index) => placeOf(index)));
    expect(complaints.filter(({ path }) => !planted.has(path))).toEqual([]);
  });

  it.each(clean)('has nothing against $path', ({ path }) => {
    expect(about(path)).toEqual([]);
  });
});
