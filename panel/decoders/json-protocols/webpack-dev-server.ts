import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, onlyHas, pathOf, previewInside, words } from './shape.ts';

export const webpackDevServer: Protocol = {
  name: 'webpack-dev-server',
  label: 'webpack-dev-server',
  specification: 'https://github.com/webpack/webpack-dev-server/blob/main/client-src/index.js',
  recognisedBy:
    'an object with type and data alone: the hash of a build, or another of its types on /ws',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

const types = [
  ...['hash', 'ok', 'still-ok', 'warnings', 'errors', 'hot', 'liveReload', 'invalid', 'overlay'],
  ...['progress', 'progress-update', 'reconnect', 'logging', 'static-changed', 'content-changed'],
  ...['close', 'error'],
];

function recognise(root: Value, { url }: Hint): number {
  const type = root.get('type')?.string() ?? '';
  if (!types.includes(type) || !onlyHas(root, ['type', 'data', 'params'])) return 0;
  const hash = root.get('data')?.string() ?? '';
  if (type === 'hash') return /^[0-9a-f]{16,32}$/.test(hash) ? 0.85 : 0;
  return /\/(ws|sockjs-node)(\/|$)/.test(pathOf(url)) ? 0.7 : 0;
}

function factsOf(root: Value): MessageFacts {
  const type = root.get('type')?.string(40) ?? '';
  const data = root.get('data');
  if (type === 'progress-update') {
    const percent = data?.get('percent')?.id();
    const done = words(percent && `${percent} %`, data?.get('msg')?.string(100));
    return factsWith(words(type, done), 'event');
  }
  if (data?.isArray === true) {
    const first = data.at(0);
    const shown = first?.string(200) ?? first?.get('message')?.string(200) ?? previewInside(first);
    return factsWith(words(type, String(data.childCount), shown), 'event');
  }
  return factsWith(words(type, data?.string(200) ?? previewInside(data)), 'event');
}
