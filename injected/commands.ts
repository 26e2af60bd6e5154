import type { RecorderCommand } from '../extension/protocol/commands.ts';
import { recordFlag, recordKind } from '../extension/protocol/record-layout.ts';
import type { Log } from './log.ts';
import * as natives from './natives.ts';
import type { Sockets } from './sockets.ts';

/** Carries out what comes down the private channel; nothing else can call it. */
export function obey(log: Log, sockets: Sockets, command: RecorderCommand): void {
  switch (command.kind) {
    case 'attach':
      log.attach();
      sockets.snapshot();
      log.flush();
      return;
    case 'detach':
      log.detach();
      return;
    case 'credit':
      log.credit();
      return;
    case 'snapshot':
      sockets.snapshot();
      log.flush();
      return;
    case 'keep':
      log.keep(command.maxBytes);
      return;
    case 'record':
      sockets.setRecording(command.isRecording);
      sockets.snapshot();
      log.flush();
      return;
    case 'send':
      act(log, sockets, command.requestId, command.socketId, (socket) => {
        const payload = command.isText ? command.text : command.bytes;
        natives.apply(natives.nativeSend, socket, [payload]);
        const state = sockets.stateOf(socket);
        if (state !== undefined) {
          state.sentMessages++;
          sockets.recordSent(state, payload, recordFlag.ours);
        }
      });
      return;
    case 'close':
      act(log, sockets, command.requestId, command.socketId, (socket) => {
        natives.apply(
          natives.nativeClose,
          socket,
          command.code === 0 ? [] : [command.code, command.reason],
        );
        log.record(
          recordKind.closeCalled,
          recordFlag.ours,
          command.socketId,
          0,
          natives.now(),
          command.code,
          (_, string) => string(command.reason),
        );
      });
      return;
  }
}

/** Acts on an open socket and answers; what the browser throws goes back as the answer. */
function act(
  log: Log,
  sockets: Sockets,
  requestId: number,
  socketId: number,
  perform: (socket: WebSocket) => void,
): void {
  const socket = sockets.socketById(socketId);
  let code = '';
  let text = '';
  if (socket === undefined) code = 'gone';
  else if (natives.readyStateOf(socket) === 0) code = 'connecting';
  else if (natives.readyStateOf(socket) !== 1) code = 'closed';
  else {
    try {
      perform(socket);
    } catch (error) {
      code = 'refused';
      if (typeof error === 'object' && error !== null) text = natives.errorMessageOf(error);
    }
  }
  log.record(
    recordKind.answer,
    code === '' ? recordFlag.clean : 0,
    socketId,
    requestId,
    natives.now(),
    0,
    (_, string) => {
      string(code);
      string(text);
    },
  );
  log.flush();
}
