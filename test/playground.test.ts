import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { inflateSync } from 'node:zlib';
import { decode } from '@msgpack/msgpack';
import { createClient } from 'graphql-ws';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, openClient } from './playground/client.ts';
import { type Playground, servePlayground } from './playground/server.ts';
import { packedObject } from './playground/sockets/binary.ts';

let playground: Playground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

function open(path: string, protocols?: string[]): Promise<Client> {
  return openClient(playground.origin.replace('http:', 'ws:') + path, protocols);
}

describe('/echo', () => {
  it('sends text back as text and bytes back as bytes', async () => {
    const client = await open('/echo');
    client.send('grüezi 👋');
    client.send(Uint8Array.of(0x00, 0xff, 0x80));
    client.send('');
    client.send(new Uint8Array());
    expect(await client.messageAt(0)).toBe('grüezi 👋');
    expect(await client.messageAt(1)).toEqual(Uint8Array.of(0x00, 0xff, 0x80));
    expect(await client.messageAt(2)).toBe('');
    expect(await client.messageAt(3)).toEqual(new Uint8Array());
    await client.close();
  });

  it('speaks echo.v1 to a client that offers it among others', async () => {
    const client = await open('/echo', ['other', 'echo.v1']);
    expect(client.protocol).toBe('echo.v1');
    await client.close();
  });

  it('answers on localhost as it does on 127.0.0.1', async () => {
    const client = await openClient(`${playground.otherOrigin.replace('http:', 'ws:')}/echo`);
    client.send('from elsewhere');
    expect(await client.messageAt(0)).toBe('from elsewhere');
    await client.close();
  });

  it('still answers others after a peer broke the protocol', async () => {
    const socket = new WebSocket(`${playground.origin.replace('http:', 'ws:')}/echo`);
    const [response] = await once(socket, 'upgrade');
    // Opcode 3 is reserved: RFC 6455, 5.2.
    response.socket.write(Uint8Array.of(0x83, 0x80, 0, 0, 0, 0));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1002);

    const client = await open('/echo');
    client.send('alive');
    expect(await client.messageAt(0)).toBe('alive');
    await client.close();
  });
});

describe('what the servers received', () => {
  it('is kept byte for byte with its path, query and kind', async () => {
    const client = await open('/echo?frame=kept');
    client.send(Uint8Array.of(1, 2, 3));
    client.send('kept');
    const isKept = (isBinary: boolean) =>
      playground.waitForMessage((m) => m.query === '?frame=kept' && m.isBinary === isBinary);
    expect(await isKept(true)).toEqual({
      path: '/echo',
      query: '?frame=kept',
      isBinary: true,
      bytes: Uint8Array.of(1, 2, 3),
    });
    expect((await isKept(false)).bytes).toEqual(new TextEncoder().encode('kept'));
    expect(playground.received.filter((m) => m.query === '?frame=kept')).toHaveLength(2);
    await client.close();
  });

  it('rejects who waits for a message that does not come', async () => {
    await expect(playground.waitForMessage(() => false, 1)).rejects.toThrow(
      'no message matched within 1 ms',
    );
  });
});

describe('/ticker', () => {
  it('sends quotes in sequence and closes with 1000 "done" after the count', async () => {
    const client = await open('/ticker?intervalMs=1&count=3');
    expect(await client.closed).toEqual({ code: 1000, reason: 'done' });
    expect(await client.jsonAt(0)).toEqual({
      type: 'quote',
      symbol: expect.any(String),
      price: expect.any(Number),
      sequence: 0,
    });
    expect(await client.jsonAt(2)).toMatchObject({ sequence: 2 });
    await expect(client.messageAt(3)).rejects.toThrow('closed before message 3');
  });

  it('takes its own rate for one that is no number', async () => {
    const client = await open('/ticker?intervalMs=soon&count=1');
    expect(await client.jsonAt(0)).toMatchObject({ sequence: 0 });
    await client.closed;
  });
});

describe('/chat', () => {
  it('tells everyone of a room, and nobody else, what is said', async () => {
    const [ada, grace, other] = await Promise.all([open('/chat'), open('/chat'), open('/chat')]);
    const join = async (client: Client, name: string, room: string) => {
      client.send(JSON.stringify({ type: 'join', name, room }));
      expect(await client.jsonAt(0)).toMatchObject({ type: 'joined', name, room });
    };
    await join(ada, 'Ada', 'tea');
    await join(grace, 'Grace', 'tea');
    await join(other, 'Other', 'coffee');
    grace.send(JSON.stringify({ type: 'say', text: 'Hi' }));

    const said = await ada.jsonAt(2);
    expect(said).toEqual({
      type: 'said',
      from: 'Grace',
      text: 'Hi',
      room: 'tea',
      id: expect.any(Number),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      context: expect.stringContaining('"locale":"en"'),
    });
    expect(await grace.jsonAt(1)).toEqual(said);

    await grace.close();
    expect(await ada.jsonAt(3)).toMatchObject({ type: 'left', name: 'Grace' });
    other.send(JSON.stringify({ type: 'say', text: 'Alone' }));
    expect(await other.jsonAt(1)).toMatchObject({ text: 'Alone' });
    await Promise.all([ada.close(), other.close()]);
  });

  it.each(['no JSON', 'null', '[]', '{"type":7}', '{"type":"say","text":"too early"}'])(
    'answers %s with the reason why it cannot be done',
    async (text) => {
      const client = await open('/chat');
      client.send(text);
      expect(await client.jsonAt(0)).toEqual({ type: 'error', reason: expect.any(String) });
      await client.close();
    },
  );
});

describe('/binary', () => {
  it('sends every byte value, a PNG and a MessagePack object, then echoes', async () => {
    const client = await open('/binary');
    expect(await client.messageAt(0)).toEqual(Uint8Array.from({ length: 256 }, (_, i) => i));
    expect(pixelBytesOf(await client.bytesAt(1))).toBe(16 * (1 + 16 * 3));
    expect(decode(await client.bytesAt(2))).toEqual(packedObject);
    client.send(Uint8Array.of(9, 8, 7));
    expect(await client.messageAt(3)).toEqual(Uint8Array.of(9, 8, 7));
    await client.close();
  });
});

/** How many bytes a PNG unpacks to. Its IDAT chunk comes after the signature and IHDR, at byte 33. */
function pixelBytesOf(png: Uint8Array): number {
  const bytes = Buffer.from(png);
  expect(bytes.toString('latin1', 37, 41)).toBe('IDAT');
  expect(bytes.toString('latin1', bytes.length - 8, bytes.length - 4)).toBe('IEND');
  return inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33))).byteLength;
}

describe('/close-4001', () => {
  it('closes with 4001 "session expired" at the first message', async () => {
    const client = await open('/close-4001');
    client.send('anything');
    expect(await client.closed).toEqual({ code: 4001, reason: 'session expired' });
  });

  it('closes by itself after the time that the query asks for', async () => {
    const client = await open('/close-4001?afterMs=1');
    expect(await client.closed).toEqual({ code: 4001, reason: 'session expired' });
  });
});

describe('handshakes', () => {
  it('are refused with 403 by /fail', async () => {
    await expect(open('/fail')).rejects.toThrow('403');
  });

  it.each(['/nowhere', '/', '/echo/', '//echo'])('are refused with 404 at %s', async (path) => {
    await expect(open(path)).rejects.toThrow('404');
  });
});

describe('/flood', () => {
  it('sends as many messages of the size as asked for, in order, and then says so', async () => {
    const client = await open('/flood?count=3000&size=100');
    client.send('go');
    expect(await client.jsonAt(3000)).toEqual({ flood: 'done', count: 3000 });
    for (let sequence = 0; sequence < 3000; sequence += 1) {
      const text = String(await client.messageAt(sequence));
      expect(text).toHaveLength(100);
      expect(JSON.parse(text)).toMatchObject({ sequence });
    }
    await client.close();
  });

  it('waits for the text "go"', async () => {
    const client = await open('/flood?count=0');
    client.send('stop');
    client.send(new TextEncoder().encode('go'));
    await client.close();
    await expect(client.messageAt(0)).rejects.toThrow('closed before message 0');
  });

  it('lets a client leave in the middle', async () => {
    const client = await open('/flood?count=10000000&size=1000');
    client.send('go');
    await client.messageAt(10);
    await client.close();
  });
});

describe('/graphql', () => {
  function connectGraphql() {
    return createClient({
      url: `${playground.origin.replace('http:', 'ws:')}/graphql`,
      webSocketImpl: WebSocket,
    });
  }

  it.each([
    ['{ hello }', [{ hello: 'Hello from the playground' }]],
    ['subscription { countdown(from: 1) }', [{ countdown: 1 }, { countdown: 0 }]],
    [
      'subscription { greetings }',
      ['Hi', 'Hej', 'Hola', 'Ciao', 'こんにちは'].map((greetings) => ({ greetings })),
    ],
  ])('answers %s', async (query, expected) => {
    const client = connectGraphql();
    const results: unknown[] = [];
    for await (const { data, errors } of client.iterate({ query })) {
      expect(errors).toBeUndefined();
      results.push(data);
    }
    expect(results).toEqual(expected);
    await client.dispose();
  });

  it('closes with 4400 on a message that is not of the protocol', async () => {
    const client = await open('/graphql', ['graphql-transport-ws']);
    client.send('nonsense');
    expect(await client.closed).toMatchObject({ code: 4400 });
  });
});

describe('Socket.IO', () => {
  it('acknowledges, keeps to rooms and carries bytes', async () => {
    const [ada, grace] = [connectSocketIo(), connectSocketIo()];
    expect(await ada.emitWithAck('join', 'tea', 'Ada')).toEqual({ room: 'tea', members: 1 });
    expect(await grace.emitWithAck('join', 'tea', 'Grace')).toEqual({ room: 'tea', members: 2 });

    const heard = new Promise((resolve) => ada.once('said', resolve));
    const acknowledged = await grace.emitWithAck('say', 'Hi');
    expect(acknowledged).toEqual({ id: expect.any(Number), at: expect.any(String) });
    expect(await heard).toEqual({ ...acknowledged, from: 'Grace', text: 'Hi' });

    const returned = new Promise<Uint8Array>((resolve) => ada.once('bytes', resolve));
    expect(await ada.emitWithAck('bytes', Uint8Array.of(1, 2, 255))).toBe(3);
    expect([...(await returned)]).toEqual([1, 2, 255]);
    const attachment = await playground.waitForMessage(
      (m) => m.path === '/socket.io/' && m.isBinary,
    );
    expect(attachment.bytes).toEqual(Uint8Array.of(1, 2, 255));
    ada.disconnect();
    grace.disconnect();
  });

  it('goes on after events without an acknowledgement and of the wrong kind', async () => {
    const client = connectSocketIo();
    client.emit('join', 7);
    client.emit('say', { no: 'text' }, 'no function');
    client.emit('bytes', 'no bytes');
    expect(await client.emitWithAck('say', 'still here')).toMatchObject({ id: expect.any(Number) });
    client.disconnect();
  });

  function connectSocketIo() {
    return io(playground.origin, { transports: ['websocket'], forceNew: true });
  }
});

describe('pages', () => {
  it.each([
    ['/', 'text/html'],
    ['/blank', 'text/html'],
    ['/inline', 'text/html'],
    ['/strict', 'text/html'],
    ['/frame', 'text/html'],
    ['/frames', 'text/html'],
    ['/playground.css', 'text/css'],
    ['/playground.js', 'text/javascript'],
    ['/frame.js', 'text/javascript'],
    ['/frames.js', 'text/javascript'],
    ['/worker.js', 'text/javascript'],
  ])('serves %s as %s', async (path, type) => {
    const response = await fetch(playground.origin + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(await response.text()).not.toBe('');
  });

  it('serves an icon without content and nothing else', async () => {
    expect((await fetch(`${playground.origin}/favicon.ico`)).status).toBe(204);
    expect((await fetch(`${playground.origin}/anything`)).status).toBe(404);
    expect((await fetch(`${playground.origin}/worker.ts`)).status).toBe(404);
  });

  it('serves scripts that fetch nothing from elsewhere', async () => {
    const text = await (await fetch(`${playground.origin}/playground.js`)).text();
    const imports = [...text.matchAll(/^(?:import|export) .*"([^"]+)";$/gm)].map(
      ([, source]) => source,
    );
    expect(imports.filter((source) => !source?.startsWith('./shared-'))).toEqual([]);
    for (const source of imports) {
      const response = await fetch(new URL(String(source), `${playground.origin}/playground.js`));
      expect(response.status).toBe(200);
    }
  });

  it('runs the inline script of /inline before any other, and that of /strict by its nonce', async () => {
    const inline = await (await fetch(`${playground.origin}/inline`)).text();
    expect(inline.match(/<script[^>]*>/g)).toEqual(['<script>']);
    const strict = await fetch(`${playground.origin}/strict`);
    const nonce = /<script nonce="([^"]+)">/.exec(await strict.text())?.[1];
    expect(strict.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
  });

  it('has no script on /blank', async () => {
    expect(await (await fetch(`${playground.origin}/blank`)).text()).not.toContain('<script');
  });

  it('names the other origin, whichever one was asked', async () => {
    const { origin, otherOrigin } = playground;
    expect(await (await fetch(`${origin}/frames`)).text()).toContain(`"${otherOrigin}"`);
    expect(await (await fetch(`${otherOrigin}/frames`)).text()).toContain(`"${origin}"`);
  });
});

describe('close', () => {
  it('cuts every socket, rejects who waits and leaves nothing listening', async () => {
    const own = await servePlayground();
    const at = own.origin.replace('http:', 'ws:');
    const clients = await Promise.all(
      ['/echo', '/ticker', '/chat', '/flood', '/close-4001?afterMs=60000'].map((path) =>
        openClient(at + path),
      ),
    );
    const socketIo = io(own.origin, { transports: ['websocket'], reconnection: false });
    const isDisconnected = new Promise((resolve) => socketIo.once('disconnect', resolve));
    await socketIo.emitWithAck('join', 'room', 'name');
    const waiting = expect(own.waitForMessage(() => false)).rejects.toThrow('closed while waiting');

    await Promise.all([own.close(), own.close()]);
    await own.close();
    await waiting;
    for (const client of clients) expect(await client.closed).toMatchObject({ code: 1006 });
    expect(await isDisconnected).toBe('transport close');
    for (const host of ['127.0.0.1', '::1']) expect(await isListening(own, host)).toBe(false);
  });

  it('lets a plain Node script, which loads it through Vite, end by itself', async () => {
    const script = `
      import { runnerImport } from 'vite';
      import { WebSocket } from 'ws';
      const { module } = await runnerImport('test/playground/server.ts');
      const playground = await module.servePlayground();
      for (const path of ['/ticker', '/close-4001?afterMs=60000', '/graphql', '/socket.io/?EIO=4&transport=websocket']) {
        const socket = new WebSocket(playground.origin.replace('http:', 'ws:') + path);
        await new Promise((resolve) => socket.once('open', resolve));
      }
      await playground.close();
      console.log('closed');`;
    const node = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    const exited = once(node, 'exit');
    expect(String((await once(node.stdout, 'data'))[0])).toBe('closed\n');
    expect(await exited).toEqual([0, null]);
  }, 20_000);

  it('gives its port back, so that the next one can have it', async () => {
    const first = await servePlayground();
    const port = Number(new URL(first.origin).port);
    await first.close();
    const second = await servePlayground({ port });
    expect(second.origin).toBe(first.origin);
    await second.close();
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(playground.origin).port);
    await expect(servePlayground({ port })).rejects.toThrow('EADDRINUSE');
  });
});

async function isListening({ origin }: Playground, host: string): Promise<boolean> {
  const connection = connect({ host, port: Number(new URL(origin).port) });
  try {
    await once(connection, 'connect');
    return true;
  } catch {
    // ECONNREFUSED is the answer that the test hopes for.
    return false;
  } finally {
    connection.destroy();
  }
}
