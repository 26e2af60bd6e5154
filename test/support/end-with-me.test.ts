import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

/** A process that starts two others, of which one is to end with it, and tells the other's id. */
const parentScript = `
  import { spawn } from 'node:child_process';
  import { endWithMe } from ${JSON.stringify(new URL('./end-with-me.mjs', import.meta.url).href)};
  const start = (output) =>
    spawn(process.execPath, ['-e', 'setTimeout(() => {}, 120_000)'], { stdio: ['ignore', output, 'ignore'] });
  const [bound, free] = [start('inherit'), start('ignore')];
  endWithMe(bound);
  process.stdout.write(String(free.pid));
  setTimeout(() => {}, 120_000);`;

describe('A process that is to end with another', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'ends when that is ended by %s, and no process else',
    async (signal) => {
      const parent = spawn(process.execPath, ['--input-type=module', '-e', parentScript], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [text] = await once(parent.stdout, 'data');
      const free = Number(text);
      // Only the process that is to end holds it besides its parent.
      const outputEnds = once(parent.stdout, 'close');
      try {
        parent.kill(signal);
        await outputEnds;
      } finally {
        // Throws unless it runs.
        expect(process.kill(free, 'SIGKILL')).toBe(true);
      }
    },
  );
});
