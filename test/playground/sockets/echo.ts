import type { WebSocketServer } from 'ws';

/** Sends every message back with the same opcode. Speaks "echo.v1" to those who offer it. */
export function serveEcho(server: WebSocketServer): void {
  server.options.handleProtocols = (offered) => (offered.has('echo.v1') ? 'echo.v1' : false);
  server.on('connection', (socket) => {
    socket.on('message', (payload, isBinary) => socket.send(payload, { binary: isBinary }));
  });
}
