import { createServer } from 'node:http';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket, WebSocketServer } from 'ws';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { readSyncMessage, writeSyncStep1 } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { listen } from '../listen.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { packageVersion } from '../versions.ts';

/** The document of both sides is brought together, then edited on both, with awareness. */
export const yjs: Scenario = {
  name: 'yjs',
  client: () => `${packageVersion('y-websocket')} with ${packageVersion('yjs')}`,
  server: () => `ours, made of ${packageVersion('y-protocols')} and ${packageVersion('yjs')}`,
  run,
};

const sync = 0;
const awareness = 1;

async function run(stage: Stage): Promise<void> {
  const http = createServer();
  const theirs = new Y.Doc();
  theirs.clientID = 1;
  theirs.getText('title').insert(0, 'Draft');
  new WebSocketServer({ server: http }).on('connection', (socket) => serve(socket, theirs));
  const origin = await stage.proxy(await listen(stage, http));

  const ours = new Y.Doc();
  ours.clientID = 2;
  ours.getMap('settings').set('wide', true);
  const provider = new WebsocketProvider(origin.replace('http', 'ws'), 'room-1', ours, {
    // ws says that it has the members of the browser's.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  await new Promise<void>((synced) => provider.once('sync', () => synced()));
  provider.awareness.setLocalStateField('user', { name: 'Ada', color: '#aa0000' });
  const changed = new Promise((isChanged) => ours.getText('title').observe(isChanged));
  ours.getText('body').insert(0, 'Hej, Ωmega');
  await changed;
  provider.destroy();
}

/** Answers as y-websocket's server does, and adds to the title when the client has edited. */
function serve(socket: WebSocket, document: Y.Doc): void {
  const present = new Awareness(document);
  const send = (type: number, write: (encoder: encoding.Encoder) => void) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, type);
    write(encoder);
    socket.send(encoding.toUint8Array(encoder));
  };
  socket.on('message', (message: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(message));
    const type = decoding.readVarUint(decoder);
    if (type === awareness) {
      applyAwarenessUpdate(present, decoding.readVarUint8Array(decoder), socket);
      send(awareness, (encoder) => {
        const clients = [...present.getStates().keys()];
        encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(present, clients));
      });
      return;
    }
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, sync);
    readSyncMessage(decoder, answer, document, socket);
    if (encoding.length(answer) > 1) socket.send(encoding.toUint8Array(answer));
  });
  document.on('update', (update, origin) => {
    if (origin !== socket) {
      send(sync, (encoder) => {
        encoding.writeVarUint(encoder, 2);
        encoding.writeVarUint8Array(encoder, update);
      });
    } else if (document.getText('body').length > 0 && document.getText('title').length < 6) {
      queueMicrotask(() => document.getText('title').insert(5, ' 2'));
    }
  });
  socket.once('close', () => present.destroy());
  send(sync, (encoder) => writeSyncStep1(encoder, document));
}
