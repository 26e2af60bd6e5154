import type { Hint, MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { factsWith, onlyHas, pathOf, previewInside, words } from './shape.ts';

export const webpackDevServer: Protocol = {
  name: 'webpack-dev-server',
  label: 'webpack-dev-server',
  specification: 'https://github.com/webpack/webpack-dev-server/blob/main/client-src/index.js',
  recognisedBy:
    'an object with type and data alone, or with an action: the hash of a build, or another of its words on /ws',
  recognises: (root, hint) => recognise(root, hint),
  interpret: (root) => ({ facts: factsOf(root) }),
};

const types = [
  ...['hash', 'ok', 'still-ok', 'warnings', 'errors', 'hot', 'liveReload', 'invalid', 'overlay'],
  ...['progress', 'progress-update', 'reconnect', 'logging', 'static-changed', 'content-changed'],
  ...['close', 'error'],
];

/** Since version 6 each step of a build is told in the words of webpack-hot-middleware as well. */
const actions = ['building', 'built', 'sync', 'progress', 'reload'];
const actionFields = [
  ...['action', 'name', 'time', 'hash', 'warnings', 'errors', 'modules'],
  ...['file', 'percent', 'message', 'msg', 'pluginName'],
];

const isHash = (text: string): boolean => /^[0-9a-f]{16,32}$/.test(text);

function recognise(root: Value, { url }: Hint): number {
  const isAddressed = /\/(ws|sockjs-node)(\/|$)/.test(pathOf(url));
  const action = root.get('action')?.string() ?? '';
  if (action !== '') {
    if (!actions.includes(action) || !onlyHas(root, actionFields)) return 0;
    return isHash(root.get('hash')?.string() ?? '') ? 0.85 : isAddressed ? 0.7 : 0;
  }
  const type = root.get('type')?.string() ?? '';
  if (!types.includes(type) || !onlyHas(root, ['type', 'data', 'params'])) return 0;
  const hash = root.get('data')?.string() ?? '';
  if (type === 'hash') return isHash(hash) ? 0.85 : 0;
  return isAddressed ? 0.7 : 0;
}

function factsOf(root: Value): MessageFacts {
  const action = root.get('action')?.string(40);
  if (action !== undefined && action !== null) return factsWith(aboutAction(root, action), 'event');
  const type = root.get('type')?.string(40) ?? '';
  const data = root.get('data');
  if (type === 'progress-update') {
    const percent = data?.get('percent')?.id();
    const done = words(percent && `${percent} %`, data?.get('msg')?.string(100));
    return factsWith(words(type, done), 'event');
  }
  if (data?.isArray === true) {
    const first = data.at(0);
    const shown =
      first?.string(200) ?? firstLine(first?.get('message')?.string(200)) ?? previewInside(first);
    return factsWith(words(type, String(data.childCount), shown), 'event');
  }
  return factsWith(words(type, data?.string(200) ?? previewInside(data)), 'event');
}

function aboutAction(root: Value, action: string): string {
  const of = (key: string): string => root.get(key)?.string(200) ?? root.get(key)?.id() ?? '';
  const count = (key: string): string => {
    const problems = root.get(key)?.childCount ?? 0;
    return problems > 0 ? `${key} ${problems}` : '';
  };
  const time = of('time') && `${of('time')} ms`;
  const done = of('percent') && `${of('percent')} %`;
  const problems = [count('warnings'), count('errors')];
  return words(action, of('hash'), of('file'), done, of('msg'), time, ...problems);
}

const firstLine = (text: string | null | undefined): string | undefined => text?.split('\n', 1)[0];
