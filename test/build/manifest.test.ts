import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { manifestFor } from '../../vite.config.ts';

interface ContentScript {
  readonly js: readonly string[];
  readonly world?: string;
}
interface Manifest {
  readonly content_scripts: readonly ContentScript[];
  readonly content_security_policy: Readonly<Record<string, string>>;
  readonly icons: Readonly<Record<string, string>>;
  readonly devtools_page: string;
}

const project = new URL('../../', import.meta.url);
// The tests below look at whatever is there.
const chromium = manifestFor('chromium') as unknown as Manifest & Record<string, unknown>;
const firefox = manifestFor('firefox') as unknown as Manifest & Record<string, unknown>;
const builds = [
  ['chromium', chromium],
  ['firefox', firefox],
] as const;

describe.each(builds)('the manifest for %s', (_, manifest) => {
  it.each([
    'permissions',
    'optional_permissions',
    'host_permissions',
    'optional_host_permissions',
    'web_accessible_resources',
    'externally_connectable',
    'sandbox',
    'oauth2',
    'key',
    'update_url',
  ])('asks for no %s', (key) => {
    expect(manifest).not.toHaveProperty(key);
  });

  it('has the relay first, in the isolated world, and then the recorder in the page’s', () => {
    const [relay, recorder, ...others] = manifest.content_scripts;
    expect(others).toEqual([]);
    expect(relay?.js).toEqual(['extension/relay.iife.ts']);
    expect(relay).not.toHaveProperty('world');
    expect(recorder).toMatchObject({ js: ['injected/recorder.iife.ts'], world: 'MAIN' });
  });

  it('runs its scripts in every frame before the page’s, about:blank and srcdoc included', () => {
    for (const script of manifest.content_scripts)
      expect(script).toMatchObject({
        ...{ matches: ['<all_urls>'], run_at: 'document_start', all_frames: true },
        ...{ match_about_blank: true, match_origin_as_fallback: true },
      });
  });

  it('names only files that exist', () => {
    const scripts = manifest.content_scripts.flatMap(({ js }) => js);
    const icons = Object.values(manifest.icons).map((icon) => `extension/public/${icon}`);
    for (const path of [...scripts, ...icons, manifest.devtools_page])
      expect(existsSync(fileURLToPath(new URL(path, project))), path).toBe(true);
  });

  it('lets its pages load from the extension alone', () => {
    expect(Object.keys(manifest.content_security_policy)).toEqual(['extension_pages']);
    const policy = directivesOf(manifest.content_security_policy['extension_pages'] ?? '');
    // The whole of it: what is not named here falls to default-src.
    expect(policy).toEqual({
      ...{ 'default-src': "'none'", 'script-src': "'self'", 'worker-src': "'self'" },
      // Pictures in messages, of which the panel has the bytes.
      ...{ 'img-src': 'blob:', 'style-src': "'self'", 'object-src': "'none'" },
      ...{ 'base-uri': "'none'", 'form-action': "'none'" },
    });
    // No network, no inline code, no code made of text, no other origin.
    expect(Object.keys(policy)).not.toContain('connect-src');
    expect(Object.values(policy).join(' ')).not.toMatch(/unsafe|https?:|\*|ws/);
  });

  it('is of version 3', () => {
    expect(manifest['manifest_version']).toBe(3);
    expect(manifest['version']).toMatch(/^\d+(\.\d+){0,3}$/);
  });
});

describe('the manifest for chromium', () => {
  it('needs the Chrome whose ports clone batches, and asks for that', () => {
    expect(chromium).toMatchObject({
      ...{ minimum_chrome_version: '148', message_serialization: 'structured_clone' },
    });
  });

  it('has no background and nothing that is Firefox’s', () => {
    expect(chromium).not.toHaveProperty('background');
    expect(chromium).not.toHaveProperty('browser_specific_settings');
  });
});

describe('the manifest for firefox', () => {
  it('joins panel and documents in a background page', () => {
    expect(firefox['background']).toEqual({ scripts: ['extension/background.ts'], type: 'module' });
    expect(existsSync(fileURLToPath(new URL('extension/background.ts', project)))).toBe(true);
  });

  it('has an id, a minimum version, and collects nothing', () => {
    expect(firefox['browser_specific_settings']).toEqual({
      gecko: {
        id: expect.stringMatching(/^[\w.-]+@[\w.-]+$/),
        strict_min_version: '128.0',
        data_collection_permissions: { required: ['none'] },
      },
    });
  });

  it('has nothing that only Chromium knows, and else differs in nothing', () => {
    const { minimum_chrome_version, message_serialization, ...shared } = chromium;
    const { background, browser_specific_settings, ...rest } = firefox;
    expect(rest).toEqual(shared);
    expect(firefox).not.toHaveProperty('background.service_worker');
  });
});

function directivesOf(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(' ')];
    }),
  );
}
