import { WebSocket } from 'ws';
import { freePort, needDebian, startProgram } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { debianVersion, packageVersion } from '../versions.ts';

/** RFB 3.8 to the first picture, a key and a pointer. */
export const vnc: Scenario = {
  name: 'rfb-websockify',
  client: () => `ours, by RFC 6143, on ${packageVersion('ws')}: noVNC runs in browsers only`,
  server: () => `${debianVersion('websockify')} and ${debianVersion('tigervnc-standalone-server')}`,
  needs: () => needDebian('websockify', 'tigervnc-standalone-server'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const [vncPort, port] = [await freePort(), await freePort()];
  // A display far from those that people use.
  const words = ['-rfbport', String(vncPort), '-localhost', '-SecurityTypes', 'None'];
  const screen = ['-geometry', '64x32', '-depth', '24', '-nolisten', 'unix', '-AlwaysShared'];
  await startProgram(stage, vncPort, 'Xtigervnc', [':971', ...words, ...screen]);
  await startProgram(stage, port, 'websockify', [`127.0.0.1:${port}`, `127.0.0.1:${vncPort}`]);
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  const socket = new WebSocket(`${origin.replace('http', 'ws')}/websockify`, ['binary']);
  const server = new ByteReader(socket);
  await server.take(12);
  socket.send(Buffer.from('RFB 003.008\n'));
  const [kinds = 0] = await server.take(1);
  await server.take(kinds);
  socket.send(Buffer.of(1));
  await server.take(4);
  socket.send(Buffer.of(1));
  const start = await server.take(24);
  await server.take(start.readUInt32BE(20));
  // 32 bits a pixel, 8 a colour, little-endian; then raw pixels alone, and all of the screen.
  socket.send(Buffer.from('0000000020180001 00ff00ff00ff1008 00000000'.replaceAll(' ', ''), 'hex'));
  socket.send(Buffer.from('0200000100000000', 'hex'));
  socket.send(Buffer.from('03000000000000400020', 'hex'));
  const update = await server.take(4);
  for (let left = update.readUInt16BE(2); left > 0; left -= 1) {
    const rectangle = await server.take(12);
    await server.take(rectangle.readUInt16BE(4) * rectangle.readUInt16BE(6) * 4);
  }
  socket.send(Buffer.from('0401000000000061', 'hex'));
  socket.send(Buffer.from('0400000000000061', 'hex'));
  socket.send(Buffer.from('050100100008', 'hex'));
  socket.send(Buffer.from('0600000000000002 6869'.replace(' ', ''), 'hex'));
  socket.close(1000);
}

/** RFB is a stream of bytes: messages end anywhere. */
class ByteReader {
  #bytes = Buffer.alloc(0);
  #more = () => {};

  constructor(socket: WebSocket) {
    socket.on('message', (part: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, part]);
      this.#more();
    });
  }

  async take(byteLength: number): Promise<Buffer> {
    while (this.#bytes.length < byteLength) {
      await new Promise<void>((isMore) => {
        this.#more = isMore;
      });
    }
    const taken = this.#bytes.subarray(0, byteLength);
    this.#bytes = this.#bytes.subarray(byteLength);
    return taken;
  }
}
