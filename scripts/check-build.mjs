// @ts-check
// What must be true of a built extension, beyond that it was built. Each rule is here because its
// violation loads without an error and then records late, fails on some pages or shows a page that
// Sockets is installed.
import { parseAst } from 'vite';

/**
 * @param {ReadonlyMap<string, Uint8Array>} files By path, as `injected/recorder.iife.js`.
 * @returns {string[]} What is wrong, a sentence each; none if all is well.
 */
export function checkBuild(files) {
  const texts = new Map(
    [...files]
      .filter(([path]) => /\.(?:js|json)$/.test(path))
      .map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
  );
  const manifest = JSON.parse(texts.get('manifest.json') ?? '{}');
  /** @type {string[]} */
  const contentScripts = (manifest.content_scripts ?? []).flatMap(
    (/** @type {{ js?: string[] }} */ { js }) => js ?? [],
  );
  return [
    ...(contentScripts.length === 0 ? ['the manifest names no content script.'] : []),
    ...contentScripts.flatMap((path) => checkContentScript(path, texts.get(path))),
    ...checkResources(manifest),
    ...[...texts].flatMap(([path, text]) => checkFile(path, text)),
  ];
}

/**
 * crxjs writes `web_accessible_resources` for the chunks that content scripts import. Ours import
 * none, so what is left of it is empty.
 *
 * @template {Record<string, unknown>} Manifest
 * @param {Manifest} manifest
 * @returns {Manifest}
 */
export function withoutUnneededResources(manifest) {
  const { web_accessible_resources: entries, ...rest } = manifest;
  const isEmpty =
    Array.isArray(entries) &&
    entries.every(({ resources }) => !resources || resources.length === 0);
  // Without an optional key it is still such a manifest.
  return isEmpty ? /** @type {Manifest} */ (/** @type {unknown} */ (rest)) : manifest;
}

/**
 * @param {string} path
 * @param {string | undefined} code
 */
function checkContentScript(path, code) {
  if (code === undefined) return [`the content script ${path} is not in the build.`];
  const problems = [];
  if (path.includes('-loader')) {
    problems.push(
      `the content script ${path} is a loader, which runs after the page's own scripts: name its source *.iife.ts.`,
    );
  }
  if (findNodes(code, isModuleSyntax).length > 0) {
    problems.push(`the content script ${path} imports or exports: it must be self-contained.`);
  }
  return problems;
}

/** @param {Record<string, unknown>} manifest */
function checkResources(manifest) {
  if (!('web_accessible_resources' in manifest)) return [];
  return [
    'the manifest has web_accessible_resources, by which any page can tell that Sockets is installed: make content scripts import nothing at run time.',
  ];
}

/**
 * @param {string} path
 * @param {string} text
 */
function checkFile(path, text) {
  if (!path.endsWith('.js')) return [];
  const problems = [];
  if (/^(?:injected\/|extension\/relay)/.test(path) && text.includes('sourceMappingURL')) {
    problems.push(`${path} names a source map, which pages can see: build without.`);
  }
  if (findNodes(text, isCodeFromText).length > 0) {
    problems.push(
      `${path} makes code from text (eval or Function), which the extension's policy forbids.`,
    );
  }
  return problems;
}

/** @typedef {{ type: string, callee?: { type: string, name?: string } }} SyntaxNode */

/** @param {SyntaxNode} node */
function isModuleSyntax({ type }) {
  return /^(?:Import|Export)/.test(type);
}

/** @param {SyntaxNode} node */
function isCodeFromText({ type, callee }) {
  if (type !== 'CallExpression' && type !== 'NewExpression') return false;
  return callee?.type === 'Identifier' && (callee.name === 'eval' || callee.name === 'Function');
}

/**
 * @param {string} code
 * @param {(node: SyntaxNode) => boolean} matches
 */
function findNodes(code, matches) {
  /** @type {SyntaxNode[]} */
  const found = [];
  /** @param {unknown} value */
  const visit = (value) => {
    if (value === null || typeof value !== 'object') return;
    if ('type' in value && typeof value.type === 'string') {
      // Every object with a type is a node: this is how ESTree tells them.
      const node = /** @type {SyntaxNode} */ (value);
      if (matches(node)) found.push(node);
    }
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseAst(code));
  return found;
}
