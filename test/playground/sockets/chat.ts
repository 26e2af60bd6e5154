import type { WebSocket, WebSocketServer } from 'ws';
import { parseChatRequest } from './chat-request.ts';

interface Member {
  readonly name: string;
  readonly room: string;
  readonly socket: WebSocket;
}

/**
 * Rooms of JSON. `{type:'join', room, name}` and then `{type:'say', text}`; everyone in the room
 * receives `joined`, `said` and `left` with an id and a time. `context` of a `said` is JSON within
 * JSON. What is not understood is answered with `{type:'error', reason}`.
 */
export function serveChat(server: WebSocketServer): void {
  const members = new Set<Member>();
  let lastId = 0;

  function tell(room: string, event: object): void {
    lastId += 1;
    const text = JSON.stringify({ ...event, id: lastId, room, at: new Date().toISOString() });
    for (const member of members) {
      if (member.room === room) member.socket.send(text);
    }
  }

  server.on('connection', (socket) => {
    let member: Member | undefined;

    function leave(): void {
      if (!member) return;
      members.delete(member);
      tell(member.room, { type: 'left', name: member.name });
      member = undefined;
    }

    function join(room: string, name: string): void {
      leave();
      member = { room, name, socket };
      members.add(member);
      tell(room, { type: 'joined', name });
    }

    socket.once('close', leave);
    socket.on('message', (payload, isBinary) => {
      const request = isBinary ? undefined : parseChatRequest(String(payload));
      if (request?.type === 'join') {
        join(request.room, request.name);
      } else if (request?.type === 'say' && member) {
        const context = JSON.stringify({ client: { name: 'playground', locale: 'en' }, to: 'all' });
        tell(member.room, { type: 'said', from: member.name, text: request.text, context });
      } else {
        const reason = request ? 'join a room first' : 'send {"type":"join"} or {"type":"say"}';
        socket.send(JSON.stringify({ type: 'error', reason }));
      }
    });
  });
}
