import { describe, expect, it } from 'vitest';
import { checkBuild, withoutUnneededResources } from '../../scripts/check-build.mjs';

const recorder = 'injected/recorder.iife.js';
const relay = 'extension/relay.iife.js';

/** A build that is right, with what is said changed in it. */
function built({
  manifest = {},
  files = {},
}: {
  manifest?: object;
  files?: Record<string, string>;
}) {
  const texts = {
    'manifest.json': JSON.stringify({
      content_scripts: [{ js: [relay] }, { js: [recorder] }],
      ...manifest,
    }),
    [relay]: '(function(){"import x from y"})();',
    [recorder]: '(function(){})();',
    'assets/panel.js': 'import"./shared.js";export{};',
    'assets/shared.js': 'console.log("eval(1)", globalThis.Function);',
    ...files,
  };
  const encoder = new TextEncoder();
  return new Map(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]));
}

it('finds nothing wrong with a build that is right', () => {
  expect(checkBuild(built({}))).toEqual([]);
});

describe('finds in a planted bad build', () => {
  const loader = 'assets/recorder.ts-loader-1a2b.js';
  const policy = 'code from text';
  it.each([
    [
      'a loader',
      { manifest: { content_scripts: [{ js: [loader] }] }, files: { [loader]: ';' } },
      'loader',
    ],
    ['no content script', { manifest: { content_scripts: [] } }, 'no content script'],
    [
      'a missing script',
      { manifest: { content_scripts: [{ js: ['gone.js'] }] } },
      'not in the build',
    ],
    [
      'resources that pages can ask for',
      { manifest: { web_accessible_resources: [{ resources: ['a.js'] }] } },
      'web_accessible_resources',
    ],
    ['an import', { files: { [relay]: 'import"./shared.js";' } }, 'self-contained'],
    ['an export', { files: { [relay]: 'const a=1;export{a};' } }, 'self-contained'],
    [
      'an import that comes later',
      { files: { [recorder]: '(()=>{import("./a.js")})();' } },
      'self-contained',
    ],
    [
      'a source map of the recorder',
      { files: { [recorder]: ';\n//# sourceMappingURL=a.map' } },
      'source map',
    ],
    [
      'a source map of the relay',
      { files: { [relay]: ';\n//# sourceMappingURL=a.map' } },
      'source map',
    ],
    ['eval', { files: { 'assets/shared.js': 'export const a=b=>eval(b);' } }, policy],
    [
      'new Function',
      { files: { 'assets/shared.js': 'export const a=new Function("b");' } },
      policy,
    ],
    [
      'Function',
      { files: { 'assets/shared.js': 'export const a=Function("return this")();' } },
      policy,
    ],
  ] as const)('%s', (_, bad, complaint) => {
    expect(checkBuild(built(bad))).toEqual([expect.stringContaining(complaint)]);
  });
});

describe('web_accessible_resources', () => {
  it('go from the manifest when they are empty', () => {
    const rest = { name: 'Sockets' };
    expect(withoutUnneededResources({ ...rest, web_accessible_resources: [] })).toEqual(rest);
    const empty = [{ resources: [], matches: ['<all_urls>'] }];
    expect(withoutUnneededResources({ ...rest, web_accessible_resources: empty })).toEqual(rest);
  });

  it('stay, to be complained about, when they name a file', () => {
    const manifest = { web_accessible_resources: [{ resources: ['a.js'] }] };
    expect(withoutUnneededResources(manifest)).toEqual(manifest);
  });
});
