import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** `socket.io-client 4.8.4`, as it is installed. An alias is named as the package that it stands for. */
export function packageVersion(folder: string): string {
  const file = new URL(`node_modules/${folder}/package.json`, root);
  // Written by npm, which asks for both.
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return `${name} ${version}`;
}

/** `mosquitto 2.0.11-1.2 of Debian` */
export function debianVersion(name: string): string {
  const version = execFileSync('dpkg-query', ['-W', '-f', '$' + '{Version}', name], {
    encoding: 'utf8',
  });
  return `${name} ${version} of Debian`;
}
