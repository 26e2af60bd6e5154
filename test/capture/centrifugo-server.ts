import type { RawData, WebSocket } from 'ws';

/** How replies and commands stand in messages. */
export interface CentrifugoCodec {
  encode(replies: readonly object[]): string | Uint8Array;
  decode(message: Buffer): readonly CentrifugoCommand[];
  /** A payload of the application: JSON itself, or its bytes. */
  payload(value: unknown): unknown;
}

/** As far as the scenario uses it: an id, which what is only sent has none of, and one of the requests. */
export interface CentrifugoCommand {
  readonly id?: number;
  readonly connect?: object | null;
  readonly subscribe?: { readonly channel: string } | null;
  readonly publish?: { readonly channel: string; readonly data: unknown } | null;
  readonly rpc?: { readonly method: string; readonly data: unknown } | null;
  readonly presence?: object | null;
  readonly presence_stats?: object | null;
  readonly history?: object | null;
  readonly unsubscribe?: object | null;
  readonly send?: { readonly data: unknown } | null;
}

/**
 * Answers one client by the protocol of Centrifugo 4 to 6, with one channel that anybody may have and no users
 * but this one.
 * @see https://centrifugal.dev/docs/transports/client_protocol
 */
export function serveCentrifugo(socket: WebSocket, codec: CentrifugoCodec): void {
  const publications: { data: unknown; offset: number }[] = [];
  const info = { user: 'ada', client: 'client-1', conn_info: codec.payload({ name: 'Ada' }) };
  const reply = (...replies: readonly object[]): void => socket.send(codec.encode(replies));
  const ping = setInterval(() => reply({}), 1000);
  socket.once('close', () => clearInterval(ping));
  socket.on('message', (message: RawData) => {
    // ws gives whole messages as one Buffer unless it is asked for another type.
    const replies = codec.decode(message as Buffer).flatMap(answer);
    if (replies.length > 0) reply(...replies);
  });

  function answer(command: CentrifugoCommand): readonly object[] {
    const { id } = command;
    if (command.connect) {
      const session = { client: 'client-1', version: '6.0.0', ping: 1, pong: true };
      return [{ id, connect: { ...session, data: codec.payload({ motd: 'Grüße' }) } }];
    }
    if (command.subscribe) {
      const { channel } = command.subscribe;
      if (channel !== 'chat') return [{ id, error: { code: 103, message: 'permission denied' } }];
      const result = { id, subscribe: { recoverable: true, epoch: 'e1', offset: 0 } };
      return [result, { push: { channel, join: { info } } }];
    }
    if (command.publish) {
      const { channel, data } = command.publish;
      const publication = { data, offset: publications.length + 1 };
      publications.push(publication);
      return [{ push: { channel, pub: { ...publication, info } } }, { id, publish: {} }];
    }
    if (command.rpc) {
      const { method, data } = command.rpc;
      if (method === 'echo') return [{ id, rpc: { data } }];
      return [{ id, error: { code: 104, message: 'method not found' } }];
    }
    if (command.presence) return [{ id, presence: { presence: { 'client-1': info } } }];
    if (command.presence_stats) return [{ id, presence_stats: { num_clients: 1, num_users: 1 } }];
    if (command.history)
      return [{ id, history: { publications, epoch: 'e1', offset: publications.length } }];
    if (command.unsubscribe) return [{ id, unsubscribe: {} }];
    if (command.send) return [{ push: { message: { data: command.send.data } } }];
    return [];
  }
}
