import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFirefox } from '../../scripts/find-browser.mjs';
import { endWithMe } from './end-with-me.mjs';
import { connectMarionette, type Marionette } from './marionette.ts';
import { until } from './until.ts';

export interface Firefox {
  readonly marionette: Marionette;
  /** Ends this Firefox and removes its profile. */
  quit(): Promise<void>;
}

/** Starts Firefox headless with a profile of its own. */
export async function launchFirefox(): Promise<Firefox> {
  const found = findFirefox();
  if (found.path === null) throw new Error(found.reason);
  const profile = await mkdtemp(join(tmpdir(), 'sockets-firefox-'));
  await writeFile(join(profile, 'user.js'), preferencesText);
  const words = ['--headless', '--marionette', '-remote-allow-system-access', '--no-remote'];
  const firefox = spawn(found.path, [...words, '--profile', profile], {
    stdio: 'ignore',
    // Firefox writes below HOME too: caches, crash reports.
    env: { ...process.env, HOME: profile },
  });
  endWithMe(firefox);
  try {
    const marionette = await until(() => dial(firefox, profile), {
      what: 'Firefox listens for Marionette',
      timeoutMs: 60_000,
    });
    await marionette.send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
    return { marionette, quit: () => quit(firefox, profile, marionette) };
  } catch (error) {
    await end(firefox, profile);
    throw error;
  }
}

/** Asked for port 0, Firefox takes a free one and writes down in its profile which. */
async function dial(firefox: ChildProcess, profile: string): Promise<Marionette> {
  if (firefox.exitCode !== null) throw new Error(`Firefox ended with ${firefox.exitCode}`);
  const port = Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8'));
  return connectMarionette(port);
}

async function quit(firefox: ChildProcess, profile: string, marionette: Marionette) {
  // It may go before it has answered.
  await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
  marionette.close();
  await end(firefox, profile);
}

async function end(firefox: ChildProcess, profile: string): Promise<void> {
  if (firefox.exitCode === null && firefox.signalCode === null) {
    const ended = once(firefox, 'exit');
    firefox.kill();
    await ended;
  }
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}

const preferences = {
  'marionette.port': 0,
  // Firefox makes every socket to a host wait after some that failed, up to a minute.
  'network.websocket.delay-failed-reconnects': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
};

const preferencesText = Object.entries(preferences)
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
  .join('');
