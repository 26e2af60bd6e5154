import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** All that a file loads at once: what it imports, and what that imports. Packages by their names. */
function loadedBy(file: URL, found = new Set<string>()): ReadonlySet<string> {
  const code = readFileSync(file, 'utf8');
  const imports = /^(?:import|export)(?! type)\b[^;']*?from '([^']+)'/gm;
  for (const [, path = ''] of code.matchAll(imports)) {
    const target = path.startsWith('.') ? new URL(path, file) : null;
    const name = target?.pathname ?? path;
    if (found.has(name)) continue;
    found.add(name);
    if (target !== null) loadedBy(target, found);
  }
  return found;
}

it.each(['engine/worker.ts', 'main.tsx'])(
  '%s does not load what reads schemas before there is one',
  (entry) => {
    const loaded = [...loadedBy(new URL(`../../../panel/${entry}`, import.meta.url))];
    expect(loaded.length).toBeGreaterThan(50);
    const readers =
      /protobufjs|schema-types|protobuf-schema-|protobuf-message-decoder|rare-imports/;
    expect(loaded.filter((name) => readers.test(name))).toEqual([]);
  },
);
