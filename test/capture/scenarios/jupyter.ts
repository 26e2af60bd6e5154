import { WebSocket } from 'ws';
import { happens } from '../happens.ts';
import { freePort, needDebian, startProgram, temporaryFolder } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { debianVersion, packageVersion } from '../versions.ts';

/** A kernel is asked what it is and runs two cells, one of which fails. */
export const jupyter: Scenario = {
  name: 'jupyter-v1',
  client: () => `ours, by the kernel protocol, on ${packageVersion('ws')}`,
  server: () => `${debianVersion('jupyter-server')} with ${debianVersion('python3-ipykernel')}`,
  needs: () => needDebian('jupyter-server', 'python3-ipykernel'),
  run,
};

const subprotocol = 'v1.kernel.websocket.jupyter.org';

async function run(stage: Stage): Promise<void> {
  const folder = temporaryFolder(stage);
  const port = await freePort();
  const settings = ['--ip=127.0.0.1', `--port=${port}`, '--no-browser', '--allow-root'];
  const open = [
    '--ServerApp.token=',
    '--ServerApp.password=',
    '--ServerApp.disable_check_xsrf=True',
  ];
  const words = ['-m', 'jupyter_server', ...settings, ...open, `--ServerApp.root_dir=${folder}`];
  await startProgram(stage, port, '/usr/bin/python3', words, {
    HOME: folder,
    JUPYTER_RUNTIME_DIR: folder,
  });
  const target = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${target}/api/kernels`, {
    method: 'POST',
    body: '{"name":"python3"}',
  });
  // As the server's documentation of its API says.
  const { id } = (await answer.json()) as { readonly id: string };
  stage.defer(() => fetch(`${target}/api/kernels/${id}`, { method: 'DELETE' }));
  const origin = (await stage.proxy(target)).replace('http', 'ws');

  const session = 'capture';
  const socket = new WebSocket(`${origin}/api/kernels/${id}/channels?session_id=${session}`, [
    subprotocol,
  ]);
  await happens(socket, 'open');
  let last = 0;
  const ask = async (type: string, content: object) => {
    last += 1;
    const header = {
      msg_id: `message-${last}`,
      msg_type: type,
      username: 'ada',
      session,
      date: '2026-01-01T00:00:00Z',
      version: '5.3',
    };
    const idle = isIdleAfter(socket, header.msg_id);
    socket.send(pack('shell', [header, {}, {}, content]));
    await idle;
  };
  await ask('kernel_info_request', {});
  const cell = { silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
  await ask('execute_request', { ...cell, code: 'print("Grüße")\n6 * 7' });
  await ask('execute_request', { ...cell, code: '1 / 0' });
  socket.close(1000);
}

/** The number of offsets, the offsets, the channel, and header, parent, metadata and content as JSON. */
function pack(channel: string, parts: readonly object[]): Buffer {
  const encoded = [Buffer.from(channel), ...parts.map((part) => Buffer.from(JSON.stringify(part)))];
  const count = encoded.length + 1;
  const offsets = Buffer.alloc(8 * (count + 1));
  offsets.writeBigUInt64LE(BigInt(count), 0);
  let at = offsets.length;
  for (const [index, part] of [...encoded, Buffer.of()].entries()) {
    offsets.writeBigUInt64LE(BigInt(at), 8 * (index + 1));
    at += part.length;
  }
  return Buffer.concat([offsets, ...encoded]);
}

/** When the kernel says that it has nothing more to say about a request, and has answered it. */
function isIdleAfter(socket: WebSocket, id: string): Promise<void> {
  return new Promise((isIdle) => {
    const seen = new Set<string>();
    const look = (message: Buffer) => {
      const text = message.toString('utf8');
      if (!text.includes(`"msg_id": "${id}"`) && !text.includes(`"msg_id":"${id}"`)) return;
      if (/"execution_state": ?"idle"/.test(text)) seen.add('idle');
      if (/"msg_type": ?"\w+_reply"/.test(text)) seen.add('reply');
      if (seen.size < 2) return;
      socket.off('message', look);
      isIdle();
    };
    socket.on('message', look);
  });
}
