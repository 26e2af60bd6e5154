import { expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };

it('has one version, in the manifest and in package.json', () => {
  expect(manifest.version).toBe(packageJson.version);
});
