import { createServer } from 'node:http';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  CancellationTokenSource,
  createMessageConnection,
  type DataCallback,
  type Message,
  ResponseError,
} from 'vscode-jsonrpc/node';
import { WebSocket, WebSocketServer } from 'ws';
import { happens } from '../happens.ts';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** A request each way, one that fails, one that is cancelled, notifications both ways: as editors talk to servers. */
export const jsonRpc: Scenario = {
  name: 'json-rpc',
  client: () => packageVersion('vscode-jsonrpc'),
  server: () => packageVersion('vscode-jsonrpc'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', serve);
  const origin = await stage.proxy(await listen(stage, http));

  const socket = new WebSocket(origin.replace('http', 'ws'));
  await happens(socket, 'open');
  const connection = createMessageConnection(new Reader(socket), new Writer(socket));
  connection.onRequest('window/showMessageRequest', ({ actions }) => actions[0]);
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const document = {
    uri: 'file:///a.ts',
    languageId: 'typescript',
    version: 1,
    text: 'let ü = 1;',
  };
  const diagnosed = new Promise((isDiagnosed) => {
    connection.onNotification('textDocument/publishDiagnostics', isDiagnosed);
  });
  await connection.sendNotification('textDocument/didOpen', { textDocument: document });
  await diagnosed;
  await connection.sendRequest('textDocument/hover', { line: 9 }).catch(() => 'the wanted error');
  const source = new CancellationTokenSource();
  const slow = connection.sendRequest('workspace/symbol', { query: '' }, source.token);
  await new Promise((hasBegun) => connection.onNotification('window/logMessage', hasBegun));
  source.cancel();
  await slow.catch(() => 'the wanted error');
  await connection.sendRequest('shutdown');
  socket.close(1000);
}

function serve(socket: WebSocket): void {
  const connection = createMessageConnection(new Reader(socket), new Writer(socket));
  connection.onRequest('initialize', () => ({ capabilities: { hoverProvider: true } }));
  connection.onRequest('textDocument/hover', () => new ResponseError(-32602, 'no such line'));
  connection.onRequest('workspace/symbol', async (_, token) => {
    const cancelled = new Promise((isCancelled) => token.onCancellationRequested(isCancelled));
    await connection.sendNotification('window/logMessage', { type: 4, message: 'searching' });
    await cancelled;
    return new ResponseError(-32800, 'cancelled');
  });
  connection.onRequest('shutdown', () => null);
  connection.onNotification('textDocument/didOpen', async ({ textDocument: { uri } }) => {
    const actions = [{ title: 'Ignore' }];
    await connection.sendRequest('window/showMessageRequest', { type: 3, message: 'ü?', actions });
    await connection.sendNotification('textDocument/publishDiagnostics', { uri, diagnostics: [] });
  });
  connection.listen();
}

/** Each message is one of the socket's. */
class Reader extends AbstractMessageReader {
  readonly #socket: WebSocket;
  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
  }
  listen(callback: DataCallback) {
    const read = (message: Buffer) => callback(JSON.parse(message.toString('utf8')));
    this.#socket.on('message', read);
    return { dispose: () => void this.#socket.off('message', read) };
  }
}

class Writer extends AbstractMessageWriter {
  readonly #socket: WebSocket;
  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
  }
  async write(message: Message): Promise<void> {
    this.#socket.send(JSON.stringify(message));
  }
  end(): void {}
}
