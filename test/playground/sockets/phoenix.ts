import type { WebSocket, WebSocketServer } from 'ws';
import { type PhoenixFrame, readPhoenixFrame, writePhoenixFrame } from './phoenix-frame.ts';

interface Member {
  readonly socket: WebSocket;
  readonly joinRef: string;
  readonly name: string;
}

/**
 * Phoenix channels, version 2.0.0 of their protocol, with the topics `room:…` and a Presence.
 * `say` tells the room `said`; `bytes` tells it the same bytes; `fail` is answered with an error,
 * `ignore` with nothing; `crash` ends the channel, `disconnect` and `drop` the socket.
 * @see https://hexdocs.pm/phoenix/writing_a_channels_client.html
 */
export function servePhoenix(server: WebSocketServer): void {
  // A client that has a token offers "phoenix" and the token.
  server.options.handleProtocols = (offered) => (offered.has('phoenix') ? 'phoenix' : false);
  const rooms = new Map<string, Set<Member>>();
  server.on('connection', (socket) => {
    socket.on('message', (bytes, isBinary) => {
      const frame = readPhoenixFrame(bytes, isBinary);
      if (frame) take(rooms, socket, frame);
    });
    socket.on('close', () => {
      for (const [topic, room] of rooms) {
        const member = findMember(room, socket);
        if (member) removeMember(room, topic, member);
      }
    });
  });
}

function take(rooms: Map<string, Set<Member>>, socket: WebSocket, frame: PhoenixFrame): void {
  if (frame.topic === 'phoenix') reply(socket, frame, 'ok', {});
  else if (frame.event === 'phx_join') join(rooms, socket, frame);
  else {
    const room = rooms.get(frame.topic);
    const member = room && findMember(room, socket);
    if (room && member) obey(room, member, frame);
    else reply(socket, frame, 'error', { reason: 'unmatched topic' });
  }
}

function join(rooms: Map<string, Set<Member>>, socket: WebSocket, frame: PhoenixFrame): void {
  if (!frame.topic.startsWith('room:')) {
    reply(socket, frame, 'error', { reason: 'unmatched topic' });
    return;
  }
  const room = rooms.get(frame.topic) ?? new Set();
  rooms.set(frame.topic, room);
  const member = { socket, joinRef: frame.joinRef ?? '', name: textOf(frame, 'name') };
  reply(socket, frame, 'ok', { members: room.size + 1 });
  broadcast(room, frame.topic, 'presence_diff', { joins: presences([member]), leaves: {} });
  room.add(member);
  const state = { ...frame, ref: null, event: 'presence_state', payload: presences(room) };
  socket.send(writePhoenixFrame(state));
}

function obey(room: Set<Member>, member: Member, frame: PhoenixFrame): void {
  const { socket, joinRef } = member;
  const { topic, payload } = frame;
  if (frame.event === 'say') {
    const text = textOf(frame, 'text');
    broadcast(room, topic, 'said', { from: member.name, text });
    reply(socket, frame, 'ok', { length: text.length });
  } else if (frame.event === 'bytes' && payload instanceof Uint8Array) {
    broadcast(room, topic, 'bytes', payload);
    reply(socket, frame, 'ok', payload);
  } else if (frame.event === 'fail') {
    reply(socket, frame, 'error', { reason: 'as asked' });
  } else if (frame.event === 'crash') {
    removeMember(room, topic, member);
    socket.send(
      writePhoenixFrame({ topic, joinRef, ref: joinRef, event: 'phx_error', payload: {} }),
    );
  } else if (frame.event === 'phx_leave') {
    removeMember(room, topic, member);
    reply(socket, frame, 'ok', {});
    socket.send(
      writePhoenixFrame({ topic, joinRef, ref: joinRef, event: 'phx_close', payload: {} }),
    );
  } else if (frame.event === 'disconnect') {
    socket.close(1000);
  } else if (frame.event === 'drop') {
    socket.terminate();
  }
}

function removeMember(room: Set<Member>, topic: string, member: Member): void {
  room.delete(member);
  broadcast(room, topic, 'presence_diff', { joins: {}, leaves: presences([member]) });
}

function broadcast(room: Set<Member>, topic: string, event: string, payload: object): void {
  const frame = writePhoenixFrame({ joinRef: null, ref: null, topic, event, payload });
  for (const { socket } of room) socket.send(frame);
}

function reply(
  socket: WebSocket,
  { joinRef, ref, topic }: PhoenixFrame,
  status: 'ok' | 'error',
  response: object,
): void {
  const frame = { joinRef, ref, topic, event: 'phx_reply', payload: { status, response } };
  socket.send(writePhoenixFrame(frame));
}

function findMember(room: Set<Member>, socket: WebSocket): Member | undefined {
  return [...room].find((member) => member.socket === socket);
}

function presences(members: Iterable<Member>): Record<string, unknown> {
  return Object.fromEntries(
    [...members].map(({ name, joinRef }) => [name, { metas: [{ phx_ref: `${name} ${joinRef}` }] }]),
  );
}

function textOf({ payload }: PhoenixFrame, key: string): string {
  const text = new Map<string, unknown>(Object.entries(payload)).get(key);
  return typeof text === 'string' ? text : '';
}
