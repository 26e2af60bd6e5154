import { expect, it } from 'vitest';
import { holdsWhatLockSays } from '../../scripts/lockfile.mjs';

const project = { version: '0.1.0' };
const vite = { version: '8.0.0', integrity: 'sha512-vite' };
const forMac = { version: '1.0.0', integrity: 'sha512-mac', optional: true };
const lock = {
  packages: { '': project, 'node_modules/vite': vite, 'node_modules/for-mac': forMac },
};

it('is content with an install that has every package, or lacks only an optional one', () => {
  const { '': _, ...all } = lock.packages;
  expect(holdsWhatLockSays(lock, { packages: all })).toBe(true);
  expect(holdsWhatLockSays(lock, { packages: { 'node_modules/vite': vite } })).toBe(true);
});

it.each([
  ['lacks a package', {}],
  ['has another version', { 'node_modules/vite': { ...vite, version: '7.0.0' } }],
  ['has other contents', { 'node_modules/vite': { ...vite, integrity: 'sha512-other' } }],
  ['has one too many', { 'node_modules/vite': vite, 'node_modules/left': vite }],
])('wants a new install when the old one %s', (_, packages) => {
  expect(holdsWhatLockSays(lock, { packages })).toBe(false);
});
