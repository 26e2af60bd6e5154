import { afterEach, describe, expect, it, vi } from 'vitest';

// The polyfill refuses to be loaded outside of an extension.
vi.mock('webextension-polyfill', () => ({ default: {} }));
const { isRestrictedPage } = await import('../../../panel/model/inspected-page.ts');

/** A page that answers the panel's question so; `undefined` where the browser refuses to evaluate. */
function inspect(answer: unknown): Promise<boolean> {
  vi.stubGlobal('chrome', {
    devtools: {
      inspectedWindow: { eval: (_: string, done: (result: unknown) => void) => done(answer) },
    },
  });
  return isRestrictedPage();
}
afterEach(() => vi.unstubAllGlobals());

describe('a page that extensions are kept out of', () => {
  it.each([
    ['the browser’s own', 'chrome: version'],
    ['the browser’s own, where it refuses to evaluate', undefined],
    ['another extension’s', 'chrome-extension: abcdefgh'],
    ['Chrome’s extension store', 'https: chromewebstore.google.com'],
    ['Chrome’s old extension store', 'https: chrome.google.com'],
    ['Firefox’s add-ons', 'https: addons.mozilla.org'],
  ])('is %s', async (_, answer) => {
    expect(await inspect(answer)).toBe(true);
  });

  it.each([
    ['an ordinary one', 'https: example.org'],
    ['a local file', 'file: '],
    ['one that only sounds like a store', 'https: addons.mozilla.org.example.org'],
    ['a blank one', 'about: '],
  ])('is not %s', async (_, answer) => {
    expect(await inspect(answer)).toBe(false);
  });
});
