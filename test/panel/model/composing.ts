import type { EngineCalls, MessageDetail } from '../../../panel/engine/engine-contract.ts';
import type { SocketSummary } from '../../../panel/engine/socket-table.ts';
import { createCompose } from '../../../panel/model/compose.ts';
import type { CommandOutcome, SocketCommand } from '../../../panel/model/recording.ts';
import { create, open } from '../engine/har/recorded-session.ts';
import { createRecordedEngine } from './recorded-engine.ts';

export type SendCommand = Extract<SocketCommand, { kind: 'send' }>;

/** An editor on a page with an open socket 1, whose commands are kept and answered as the test says. */
export async function newCompose(outcome: CommandOutcome = { code: '', text: '' }) {
  const recorded = createRecordedEngine();
  const { engine, sockets, record, settle } = recorded;
  const commands: { document: number; order: SendCommand }[] = [];
  const answers: ((outcome: CommandOutcome) => void)[] = [];
  let isHolding = false;
  const compose = createCompose({
    soon: (run) => void Promise.resolve().then(run),
    engine,
    socketOf: (id) => sockets.get(id),
    allSockets: () => sockets.values(),
    command(document, order) {
      if (order.kind !== 'send') throw new Error('an editor only sends');
      commands.push({ document, order });
      return isHolding ? new Promise((done) => answers.push(done)) : Promise.resolve(outcome);
    },
  });
  record((packer) => {
    create(packer, 1, 0);
    open(packer, 1, 1);
  });
  await settle();
  return {
    ...recorded,
    compose,
    commands,
    /** From here on commands wait until they are answered. */
    holdCommands() {
      isHolding = true;
      return (late: CommandOutcome) => answers.shift()?.(late);
    },
    async messageAt(row: number): Promise<MessageDetail> {
      const message: EngineCalls['message']['answer'] = await engine.ask('message', { row });
      if (message === null) throw new Error('no message there');
      return message;
    },
    socketInDocument(id: number): SocketSummary {
      const socket = [...sockets.values()].find(({ idInDocument }) => idInDocument === id);
      if (socket === undefined) throw new Error(`no socket ${id}`);
      return socket;
    },
  };
}
