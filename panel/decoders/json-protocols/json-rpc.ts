import type { MessageFacts } from '../decoder.ts';
import type { Protocol } from '../protocol.ts';
import type { Value } from '../value.ts';
import { isSequence, noteValues, onlyHas } from './shape.ts';

/**
 * JSON-RPC 2.0, with its users: the Language Server Protocol and, without the version field, the
 * Chrome DevTools Protocol.
 */
export const jsonRpc: Protocol = {
  name: 'json-rpc',
  label: 'JSON-RPC',
  specification: 'https://www.jsonrpc.org/specification',
  recognisedBy:
    'an object, or an array of objects, with "jsonrpc": "2.0"; the Chrome DevTools Protocol by its methods, as Page.enable',
  recognises(root) {
    const first = root.isArray ? root.at(0) : root;
    if (first?.get('jsonrpc')?.string() === '2.0') return 0.95;
    return isDevtoolsMessage(root) ? 0.8 : 0;
  },
  interpret: (root) => ({
    facts: root.isArray ? batchFacts(root) : factsOf(root),
    notes: noteValues([root.get('method'), userOf(root)]),
  }),
};

const languageServerScopes =
  /^(textDocument|workspace|window|client|telemetry|notebookDocument|callHierarchy|completionItem|codeAction|codeLens|inlayHint|documentLink)\//;

/** Who speaks JSON-RPC so, where the method leaves no doubt. */
function userOf(root: Value): string | undefined {
  const method = root.get('method')?.string() ?? '';
  const params = root.get('params');
  if (isDevtoolsMessage(root)) return 'Chrome DevTools Protocol';
  if (
    languageServerScopes.test(method) ||
    /^\$\/(progress|cancelRequest|setTrace|logTrace)$/.test(method)
  )
    return 'Language Server Protocol';
  if (method !== 'initialize') return undefined;
  if (params?.has('protocolVersion', 'clientInfo') === true) return 'Model Context Protocol';
  return params?.has('capabilities') === true ? 'Language Server Protocol' : undefined;
}

/** `{"id":1,"method":"Page.enable"}`, its event without an id; responses cannot be told. */
function isDevtoolsMessage(root: Value): boolean {
  const method = root.get('method')?.string() ?? '';
  return /^[A-Z][A-Za-z]+\.[a-z][A-Za-z]+$/.test(method) && onlyHas(root, devtoolsFields);
}

const devtoolsFields = ['id', 'method', 'params', 'sessionId'];

function batchFacts(root: Value): MessageFacts {
  const first = root.at(0);
  const { summary } = first === null ? { summary: '' } : factsOf(first);
  const count = isSequence(root) ? `${root.childCount} in one` : `batch of ${root.childCount}`;
  return { summary: `${count}: ${summary}` };
}

function factsOf(root: Value): MessageFacts {
  const id = root.get('id')?.id() ?? null;
  const correlation = id === null ? {} : { correlationId: id };
  const method = root.get('method')?.string() ?? null;
  const suffix = id === null ? '' : ` #${id}`;
  if (method !== null) {
    const params = root.get('params')?.preview() ?? '';
    const summary = `${method}(${params})${suffix}`;
    return { summary, role: id === null ? 'event' : 'request', ...correlation };
  }
  const error = root.get('error');
  if (error !== null) {
    const code = error.get('code')?.id() ?? '';
    const message = error.get('message')?.string(200) ?? error.preview();
    return { summary: `error ${code} ${message}${suffix}`, role: 'response', ...correlation };
  }
  const result = root.get('result')?.preview() ?? root.preview();
  return { summary: `result ${result}${suffix}`, role: 'response', ...correlation };
}
