import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Stage } from './scenario.ts';

/** Makes sure that packages of Debian are there. Installs those that are missing, which only root may. */
export function needDebian(...packages: readonly string[]): void {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(`This capture needs packages of Debian: run "${command}" as root.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
  const words = ['install', '-yq', '--no-install-recommends', ...missing];
  execFileSync('apt-get', words, { env, stdio: 'ignore' });
}

function isInstalled(name: string): boolean {
  try {
    const words = ['-W', '-f', '$' + '{Status}', name];
    return execFileSync('dpkg-query', words, { encoding: 'utf8', stdio: 'pipe' }).endsWith(
      'installed',
    );
  } catch {
    // dpkg-query ends with 1 for a name that it has never seen, and is missing on other systems.
    return false;
  }
}

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const temporaryName = join(tmpdir(), 'sockets-capture-');

/** Finds the folders of scenarios in a text, each of which has a name of its own. */
export const temporaryFolders = new RegExp(`${temporaryName.replace(/[^\w]/g, '\\$&')}\\w+`, 'g');

/** A folder that the end of the scenario removes. */
export function temporaryFolder(stage: Stage): string {
  const folder = mkdtempSync(temporaryName);
  stage.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Runs a server until the scenario ends, and waits until its port answers.
 * @param tell its standard error goes into the reason when it ends early.
 */
export async function startProgram(
  stage: Stage,
  port: number,
  command: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  // A group of its own: what it starts ends with it.
  const program = spawn(command, words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (text) => {
      said = `${said}${text}`.slice(-2000);
    });
  stage.defer(() => stop(program));
  let spawnError: Error | null = null;
  program.once('error', (error) => {
    spawnError = error;
  });
  while (!(await answers(port))) {
    if (spawnError !== null) throw spawnError;
    if (program.exitCode !== null) throw new Error(`${command} ended: ${said}`);
    await setTimeout(100);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((isThere) => {
    const connection = connect(port, '127.0.0.1');
    connection.once('connect', () => isThere(true));
    connection.once('error', () => isThere(false));
    connection.once('connect', () => connection.destroy());
  });
}

async function stop(program: ChildProcess): Promise<void> {
  const { pid, exitCode, signalCode } = program;
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  const ended = once(program, 'exit');
  process.kill(-pid, 'SIGTERM');
  const isOver = await Promise.race([ended, setTimeout(10_000, null, { ref: false })]);
  if (isOver === null) process.kill(-pid, 'SIGKILL');
  await ended;
}
