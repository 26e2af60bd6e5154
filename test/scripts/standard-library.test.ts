import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';

const scripts = new URL('../../scripts/', import.meta.url);
const { scripts: commands } = JSON.parse(
  readFileSync(new URL('../package.json', scripts), 'utf8'),
) as { scripts: Record<string, string> };
/** The files that package.json starts, each on a machine that may have nothing but Node and npm. */
const started = Object.values(commands).flatMap((command) => {
  const [, file] = /^node scripts\/(\S+)/.exec(command) ?? [];
  return file === undefined ? [] : [file];
});

/** What a file imports before its first line runs, and what those files do, by the file that says so. */
function importsAtStart(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const { body } = parseAst(readFileSync(new URL(file, scripts), 'utf8'));
  return body.flatMap((node) => {
    if (!('source' in node) || !node.source) return [];
    const from = String(node.source.value);
    return from.startsWith('.')
      ? importsAtStart(basename(from), seen)
      : [`${file} imports ${from}`];
  });
}

describe('a command, before it has installed the packages,', () => {
  it.each(started)('%s, needs only Node’s standard library', (file) => {
    expect(importsAtStart(file).filter((line) => !line.includes(' imports node:'))).toEqual([]);
  });

  it.each(started)('%s, installs them first of all', (file) => {
    const code = readFileSync(new URL(file, scripts), 'utf8');
    const installs = code.search(/^\s*ensureInstalled\(\)/m);
    expect(installs).toBeGreaterThan(0);
    const later = code.search(/await import\(/);
    if (later >= 0) expect(later).toBeGreaterThan(installs);
  });
});

it('is asked of all that package.json starts', () => {
  expect(started).toContain('start.mjs');
  expect(started).toContain('test.mjs');
  expect(started.every((file) => readdirSync(scripts).includes(file))).toBe(true);
});
