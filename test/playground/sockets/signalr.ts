import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';
import { requestUrl } from '../request-url.ts';

export const signalrPath = '/signalr';

/** A message of the hub protocol. Which members it has depends on its type. */
interface HubMessage {
  readonly type?: number;
  readonly target?: string;
  readonly arguments?: readonly unknown[];
  readonly invocationId?: string;
  readonly streamIds?: readonly string[];
  readonly item?: unknown;
  readonly result?: unknown;
}

/** One socket of the hub, and what waits for the client's next messages. */
interface Caller {
  readonly send: (message: object) => void;
  readonly socket: WebSocket;
  /** By the id of a stream or of an invocation that the server has begun. */
  readonly waiting: Map<string, (message: HubMessage) => void>;
}

const types = {
  invocation: 1,
  streamItem: 2,
  completion: 3,
  streamInvocation: 4,
  cancelInvocation: 5,
  ping: 6,
  close: 7,
};
const separator = '\u001e';

/**
 * A hub of ASP.NET Core SignalR with JSON over WebSockets, after a negotiation.
 * `Add` (a, b), `Say` (text; all clients are told `said`), `Fail`, `AskBack` (the client is asked
 * `ask`), `Sum` (a stream of numbers from the client), `Countdown` (from; streams), `Forever` (streams
 * until it is cancelled), `Drop` (cuts the connection), `Expel` (closes it with an error).
 * @see https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
 */
export function serveSignalr(server: WebSocketServer) {
  const tokens = new Set<string>();
  const callers = new Set<Caller>();
  server.on('connection', (socket, request) => {
    if (tokens.delete(requestUrl(request)?.searchParams.get('id') ?? '')) serve(socket, callers);
    else socket.close(1008, 'No Connection with that ID');
  });
  return {
    /** Answers `/signalr/negotiate`; false for any other path. */
    answer(request: IncomingMessage, response: ServerResponse): boolean {
      if (requestUrl(request)?.pathname !== `${signalrPath}/negotiate`) return false;
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
      response.setHeader('Access-Control-Allow-Credentials', 'true');
      response.setHeader('Access-Control-Allow-Headers', 'x-requested-with,x-signalr-user-agent');
      if (request.method === 'OPTIONS') response.writeHead(204).end();
      else response.end(JSON.stringify(negotiate(tokens)));
      return true;
    },
  };
}

/** @see https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/TransportProtocols.md */
function negotiate(tokens: Set<string>): object {
  const connectionToken = randomUUID();
  tokens.add(connectionToken);
  return {
    negotiateVersion: 1,
    connectionId: randomUUID(),
    connectionToken,
    availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
  };
}

function serve(socket: WebSocket, callers: Set<Caller>): void {
  const send = (message: object) => socket.send(JSON.stringify(message) + separator);
  const caller: Caller = { send, socket, waiting: new Map() };
  socket.on('close', () => callers.delete(caller));
  socket.on('message', (bytes) => {
    for (const text of String(bytes).split(separator).slice(0, -1)) {
      // The client is this repository's own, and it is a test's.
      const message = JSON.parse(text) as HubMessage;
      // What has no type is the handshake.
      if (message.type === undefined) {
        callers.add(caller);
        send({});
        send({ type: types.ping });
      } else take(caller, callers, message);
    }
  });
}

function take(caller: Caller, callers: Set<Caller>, message: HubMessage): void {
  const { type, invocationId, target = '' } = message;
  if (type === types.invocation) invoke(caller, callers, message);
  else if (type === types.streamInvocation) stream(caller, message);
  else if (type === types.ping) return;
  else if (type === types.close) caller.socket.close(1000);
  else if (invocationId !== undefined) caller.waiting.get(invocationId)?.(message);
  else throw new Error(`SignalR: no answer to a message of the type ${type} (${target})`);
}

function invoke(caller: Caller, callers: Set<Caller>, message: HubMessage): void {
  const { invocationId, target, arguments: values = [], streamIds = [] } = message;
  const complete = (outcome: { result?: unknown; error?: string }) => {
    // Without an id the client does not want to know.
    if (invocationId !== undefined)
      caller.send({ type: types.completion, invocationId, ...outcome });
  };
  if (target === 'Add') {
    complete({ result: Number(values[0]) + Number(values[1]) });
  } else if (target === 'Say') {
    for (const { send } of callers) {
      send({ type: types.invocation, target: 'said', arguments: values });
    }
    complete({});
  } else if (target === 'AskBack') {
    const id = `asked by the server: ${values[0]}`;
    caller.waiting.set(id, ({ result }) => complete({ result }));
    caller.send({ type: types.invocation, invocationId: id, target: 'ask', arguments: values });
  } else if (target === 'Sum') {
    let sum = 0;
    caller.waiting.set(String(streamIds[0]), ({ type, item }) => {
      if (type === types.completion) complete({ result: sum });
      else sum += Number(item);
    });
  } else if (target === 'Drop') {
    caller.socket.terminate();
  } else if (target === 'Expel') {
    caller.send({ type: types.close, error: 'Expelled', allowReconnect: false });
    caller.socket.close(1000);
  } else {
    complete({ error: `Failed to invoke '${target}' due to an error on the server.` });
  }
}

function stream(caller: Caller, { invocationId = '', target, arguments: values = [] }: HubMessage) {
  const say = (item: number) => caller.send({ type: types.streamItem, invocationId, item });
  const complete = () => caller.send({ type: types.completion, invocationId });
  if (target === 'Countdown') {
    for (let count = Number(values[0]); count >= 0; count--) say(count);
    complete();
  } else {
    say(0);
    caller.waiting.set(invocationId, complete);
  }
}
