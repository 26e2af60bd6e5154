import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const project = new URL('../', import.meta.url);
const documents = [
  ...readdirSync(project).filter((name) => name.endsWith('.md')),
  ...readdirSync(new URL('docs/', project), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].sort();
const textOf = (path: string): string => readFileSync(new URL(path, project), 'utf8');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

describe.each(documents)('%s', (document) => {
  it('links only to files that exist', () => {
    const targets = [...textOf(document).matchAll(/(?:\]\(|src=")([^)"\s]+)/g)].map(
      ([, target = '']) => target,
    );
    const here = targets.filter((target) => !/^[a-z]+:|^#/.test(target));
    const missing = here.filter(
      (target) => !existsSync(new URL(target.replace(/#.*/, ''), new URL(document, project))),
    );
    expect(missing).toEqual([]);
  });

  it('names only commands that package.json has', () => {
    const named = [...textOf(document).matchAll(/`npm run ([\w:-]+)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  const text = textOf('ARCHITECTURE.md');

  it('names only files that exist', () => {
    const paths = [
      ...text.matchAll(/`((?:extension|injected|panel|scripts|test|docs)\/[\w./-]+)`/g),
    ];
    expect(paths.length).toBeGreaterThan(30);
    const missing = paths.filter(([, path = '']) => !existsSync(new URL(path, project)));
    expect(missing.map(([, path]) => path)).toEqual([]);
  });

  it('is under two pages', () => {
    // A page of A4 with tables and a drawing holds some 650 words or 70 lines of this width.
    expect(text.split(/\s+/).length).toBeLessThan(1300);
    expect(text.split('\n').length).toBeLessThan(140);
  });
});
