// @ts-check
import { spawn } from 'node:child_process';

/**
 * Ends `child` when this process is gone, however it went: the worker of a test that took too long is
 * killed by Vitest and can end nothing itself. No other process is touched.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithMe(child) {
  if (child.pid === undefined) return;
  const guard = spawn(process.execPath, ['-e', guardScript, String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Else what ends this process by its group ends the guard before it has acted.
    detached: true,
  });
  child.once('exit', () => guard.kill());
  // Neither may keep this process alive.
  guard.unref();
  /** @type {import('node:net').Socket} */ (guard.stdin).unref();
}

// The input ends with the process that holds its other end, which is this one alone.
const guardScript = `process.stdin.resume().on('end', () => {
  try {
    process.kill(Number(process.argv[1]), 'SIGKILL');
  } catch {
    // It has ended already.
  }
})`;
