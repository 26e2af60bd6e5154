// Every ban of biome.json's table of imports and globals, and what each place is free to do.

export interface Planted {
  readonly path: string;
  readonly source: string;
}
export interface Ban extends Planted {
  readonly rule:
    | 'noRestrictedImports'
    | 'noRestrictedGlobals'
    | 'noExplicitAny'
    | 'noNonNullAssertion';
  /** A part of what the linter says, so that a ban cannot be mistaken for another. */
  readonly says: string;
}

/** A file that imports something for its effect alone and so breaks no other rule. */
const imports = (from: string): string => `import '${from}';\n`;
const uses = (name: string): string => `export const found = ${name};\n`;
const importBan = (folder: string, from: string, says: string): Ban => ({
  ...{ path: `${folder}/planted.ts`, source: imports(from), rule: 'noRestrictedImports', says },
});
const globalBan = (folder: string, name: string, says: string): Ban => ({
  ...{ path: `${folder}/planted.ts`, source: uses(name), rule: 'noRestrictedGlobals', says },
});

const pure = 'extension/protocol/ imports only itself';
const carries = 'extension/ carries batches and commands';
const page = "injected/ runs in the page's world: no packages";
const replaced = 'The page may have replaced it';
const decoders = 'panel/decoders/ is pure and imports only itself';
const engine = 'panel/engine/ has no DOM and no Preact';
const model = 'panel/model/ holds signals';
const modelEngine = 'panel/model/ reaches the engine through client.ts';
const views = 'panel/views/ gets props and calls back';
const root = 'panel/main.tsx puts the panel together';

export const bans: readonly Ban[] = [
  importBan('extension/protocol', 'preact', pure),
  importBan('extension/protocol', 'node:fs', pure),
  importBan('extension/protocol', '../backlog.ts', pure),
  importBan('extension/protocol', '../../panel/main.tsx', pure),
  importBan('extension/protocol', '../../injected/log.ts', pure),
  globalBan('extension/protocol', 'document', 'The contract is pure'),
  globalBan('extension/protocol', 'window', 'The contract is pure'),
  globalBan('extension/protocol', 'chrome', 'The contract is pure'),
  globalBan('extension/protocol', 'browser', 'The contract is pure'),

  importBan('extension', '../panel/engine/session.ts', carries),
  importBan('extension', '../injected/log.ts', carries),
  importBan('extension', 'preact', carries),
  importBan('extension', 'preact/hooks', carries),
  importBan('extension', '@preact/signals', carries),
  importBan('extension', 'fflate', carries),
  importBan('extension', '../test/support/until.ts', carries),

  importBan('injected', 'webextension-polyfill', page),
  importBan('injected', 'preact', page),
  importBan('injected', '../panel/engine/session.ts', page),
  importBan('injected', '../extension/backlog.ts', page),
  ...['Object', 'Reflect', 'Array', 'Map', 'Set', 'Proxy', 'Math', 'Date', 'Error', 'String'].map(
    (name) => globalBan('injected', name, replaced),
  ),
  ...['Number', 'TextEncoder', 'FileReader', 'performance', 'Promise'].map((name) =>
    globalBan('injected', name, replaced),
  ),
  globalBan('injected', 'JSON', 'makes no JSON'),
  globalBan('injected', 'setTimeout', 'the recorder uses none'),
  globalBan('injected', 'queueMicrotask', 'the recorder uses none'),
  globalBan('injected', 'postMessage', 'use the private channel'),
  globalBan('injected', 'console', 'leaves no trace'),

  importBan('panel/decoders', '../engine/session.ts', decoders),
  importBan('panel/decoders', '../../extension/protocol/record-layout.ts', decoders),
  importBan('panel/decoders', 'fflate', decoders),
  globalBan('panel/decoders', 'Date', 'Decoders have no clock'),
  globalBan('panel/decoders', 'performance', 'Decoders have no clock'),
  globalBan('panel/decoders', 'document', 'Decoders are pure'),
  globalBan('panel/decoders', 'window', 'Decoders are pure'),
  globalBan('panel/decoders', 'chrome', 'Decoders are pure'),
  globalBan('panel/decoders', 'browser', 'Decoders are pure'),

  importBan('panel/engine', '../model/format.ts', engine),
  importBan('panel/engine', '../views/app.tsx', engine),
  importBan('panel/engine', '../main.tsx', engine),
  importBan('panel/engine', '../../injected/log.ts', engine),
  importBan('panel/engine', '../../extension/backlog.ts', engine),
  importBan('panel/engine', '../../test/support/until.ts', engine),
  importBan('panel/engine', '../../scripts/zip.mjs', engine),
  importBan('panel/engine', 'preact', engine),
  importBan('panel/engine', 'preact/hooks', engine),
  importBan('panel/engine', '@preact/signals', engine),
  importBan('panel/engine', 'webextension-polyfill', engine),
  importBan('panel/engine/har', '../../model/format.ts', engine),
  importBan('panel/engine/har', '../../../extension/outbox.ts', engine),
  // Not only what stands at the top of a file: what is passed on, fetched later, or a type.
  {
    ...{ path: 'panel/engine/planted.ts', source: "export * from '../model/format.ts';\n" },
    ...{ rule: 'noRestrictedImports', says: engine },
  },
  {
    path: 'panel/engine/planted.ts',
    source: "export const later = () => import('../model/format.ts');\n",
    ...{ rule: 'noRestrictedImports', says: engine },
  },
  {
    path: 'panel/engine/planted.ts',
    source: "export type { Format } from '../model/format.ts';\n",
    ...{ rule: 'noRestrictedImports', says: engine },
  },
  globalBan('panel/engine', 'document', 'The engine is a worker'),
  globalBan('panel/engine', 'window', 'The engine is a worker'),
  globalBan('panel/engine', 'chrome', 'The engine talks to nobody but the panel'),
  globalBan('panel/engine', 'browser', 'The engine talks to nobody but the panel'),

  importBan('panel/model', '../views/app.tsx', model),
  importBan('panel/model', '../decoders/json.ts', model),
  importBan('panel/model', '../main.tsx', model),
  importBan('panel/model', '../../injected/log.ts', model),
  importBan('panel/model', '../../extension/backlog.ts', model),
  importBan('panel/model', '../../test/support/until.ts', model),
  importBan('panel/model', '../../scripts/zip.mjs', model),
  importBan('panel/model', 'preact', model),
  importBan('panel/model', 'preact/hooks', model),
  importBan('panel/model', '../engine/session.ts', modelEngine),
  importBan('panel/model', '../engine/query/query.ts', modelEngine),
  importBan('panel/model/texts', '../../engine/session.ts', modelEngine),

  importBan('panel/views', 'webextension-polyfill', views),
  importBan('panel/views', '../../extension/protocol/commands.ts', views),
  importBan('panel/views', '../main.tsx', views),
  importBan('panel/views', '../../injected/log.ts', views),
  importBan('panel/views', '../../test/support/until.ts', views),
  importBan('panel/views', '../../scripts/zip.mjs', views),
  importBan('panel/views', '../engine/session.ts', 'knows the engine only by the types'),
  importBan('panel/views', '../engine/client.ts', 'knows the engine only by the types'),
  importBan('panel/views', '../decoders/json.ts', 'No decoding in views'),
  globalBan('panel/views', 'chrome', 'Views get props and call back'),
  globalBan('panel/views', 'browser', 'Views get props and call back'),

  importBan('panel', '../injected/log.ts', root),
  importBan('panel', '../extension/protocol/commands.ts', root),
  importBan('panel', '../test/support/until.ts', root),
  importBan('panel', '../scripts/zip.mjs', root),

  {
    ...{ path: 'panel/model/planted.ts', source: 'export const planted: any = 1;\n' },
    ...{ rule: 'noExplicitAny', says: 'any' },
  },
  {
    path: 'panel/model/planted.ts',
    source: 'export const first = (list: readonly string[]): string => list[0]!;\n',
    ...{ rule: 'noNonNullAssertion', says: 'non-null' },
  },
];

/** What each place is free to do. */
export const clean: readonly Planted[] = [
  { path: 'extension/protocol/clean.ts', source: imports('./record-layout.ts') + uses('Date') },
  {
    path: 'extension/clean.ts',
    source: imports('./protocol/commands.ts') + imports('webextension-polyfill') + uses('chrome'),
  },
  {
    path: 'injected/clean.ts',
    source:
      imports('../extension/protocol/record-layout.ts') +
      imports('./natives.ts') +
      uses('location'),
  },
  { path: 'injected/natives.ts', source: uses('[Object, Reflect, Date, Promise, JSON]') },
  { path: 'panel/decoders/clean.ts', source: imports('./json.ts') + uses('TextDecoder') },
  {
    path: 'panel/engine/clean.ts',
    source:
      imports('../../extension/protocol/record-layout.ts') +
      imports('../decoders/json.ts') +
      imports('./har/read-har.ts') +
      uses('Date'),
  },
  {
    path: 'panel/model/clean.ts',
    source:
      imports('../../extension/protocol/commands.ts') +
      imports('../engine/client.ts') +
      imports('../engine/engine-contract.ts') +
      imports('../engine/socket-table.ts') +
      imports('@preact/signals') +
      imports('webextension-polyfill'),
  },
  {
    path: 'panel/views/clean.ts',
    source:
      imports('../decoders/hex.ts') +
      imports('../engine/engine-contract.ts') +
      imports('../engine/socket-table.ts') +
      imports('../model/format.ts') +
      imports('preact/hooks') +
      uses('document'),
  },
  {
    path: 'panel/clean.ts',
    source:
      imports('./engine/client.ts') + imports('./model/format.ts') + imports('./views/app.tsx'),
  },
];
