import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Inbox } from '../inbox.ts';
import { RecordingServer } from '../recording-server.ts';

export const socketIoPath = '/socket.io/';

/**
 * Socket.IO over WebSocket alone.
 * `join` (room, name, acknowledge) answers `{ room, members }` and tells the room `joined`.
 * `say` (text, acknowledge) answers `{ id, at }` and tells the room `said`.
 * `bytes` (buffer, acknowledge) answers its length and sends `bytes` back.
 */
export function serveSocketIo(http: HttpServer, inbox: Inbox): Server {
  const server = new Server({
    path: socketIoPath,
    transports: ['websocket'],
    serveClient: false,
    // The router of upgrades refuses the paths that are nobody's.
    destroyUpgrade: false,
    wsEngine: class extends RecordingServer {
      constructor(options: object) {
        super(inbox, options);
      }
    },
  });
  server.attach(http);
  let lastId = 0;
  server.on('connection', (socket) => serveClient(server, socket, () => ++lastId));
  return server;
}

function serveClient(server: Server, socket: Socket, nextId: () => number): void {
  let room = 'lobby';
  let name = 'guest';

  socket.on('join', async (wantedRoom: unknown, wantedName: unknown, acknowledge: unknown) => {
    await socket.leave(room);
    room = textOr(wantedRoom, 'lobby');
    name = textOr(wantedName, 'guest');
    await socket.join(room);
    server.to(room).emit('joined', { room, name });
    answer(acknowledge, { room, members: server.sockets.adapter.rooms.get(room)?.size ?? 0 });
  });

  socket.on('say', (text: unknown, acknowledge: unknown) => {
    const said = { id: nextId(), at: new Date().toISOString() };
    server.to(room).emit('said', { ...said, from: name, text: textOr(text, '') });
    answer(acknowledge, said);
  });

  socket.on('bytes', (payload: unknown, acknowledge: unknown) => {
    if (!(payload instanceof Uint8Array)) return;
    socket.emit('bytes', payload);
    answer(acknowledge, payload.byteLength);
  });
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

/** Acknowledgement is the client's choice: without one the last argument is missing. */
function answer(acknowledge: unknown, value: unknown): void {
  if (typeof acknowledge === 'function') acknowledge(value);
}
