import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { leastVersions } from '../../scripts/browser-candidates.mjs';

it('has one version, in the manifest and in package.json', () => {
  expect(manifest.version).toBe(packageJson.version);
});

it('runs in no older browser than its manifests say', () => {
  expect(manifest.minimum_chrome_version).toBe(String(leastVersions.chromium));
  const config = readFileSync('vite.config.ts', 'utf8');
  expect(config).toContain(`strict_min_version: '${leastVersions.firefox}.0'`);
});
