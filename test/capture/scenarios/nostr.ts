import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { listen } from '../listen.ts';
import { needNpm, npmVersion } from '../npm-packages.ts';
import type { Scenario, Stage } from '../scenario.ts';

const name = 'nostr';
const packages = () =>
  needNpm(name, {
    'nostr-tools': '2.25.2',
    '@nostr-relay/core': '0.0.40',
    '@nostr-relay/common': '0.0.40',
  });

/** A challenge and its answer, notes that are stored and new ones, a subscription that ends, an event that is refused. */
export const nostr: Scenario = {
  name,
  client: () => npmVersion(name, 'nostr-tools'),
  server: () => `${npmVersion(name, '@nostr-relay/core')}, with a store of ours in memory`,
  needs: packages,
  run,
};

interface Event {
  readonly id: string;
  readonly kind: number;
  readonly pubkey: string;
}

interface Relay {
  publish(event: Event): Promise<string>;
  auth(sign: (template: object) => Promise<Event>): Promise<string>;
  subscribe(
    filters: readonly object[],
    calls: { onevent?(event: Event): void; oneose?(): void; onclose?(reason: string): void },
  ): { close(): void };
  close(): void;
}

interface NostrTools {
  readonly finalizeEvent: (template: object, secret: Uint8Array) => Event;
}

interface NostrRelays {
  readonly Relay: { connect(url: string): Promise<Relay> };
  readonly useWebSocketImplementation: (implementation: unknown) => void;
}

interface NostrRelay {
  readonly NostrRelay: new (
    store: unknown,
    options: object,
  ) => {
    handleConnection(client: WebSocket): void;
    handleDisconnect(client: WebSocket): void;
    handleMessage(client: WebSocket, message: unknown): Promise<unknown>;
  };
}

async function run(stage: Stage): Promise<void> {
  const { require } = packages();
  const { NostrRelay } = require<NostrRelay>('@nostr-relay/core');
  const { finalizeEvent } = require<NostrTools>('nostr-tools/pure');
  const relays = require<NostrRelays>('nostr-tools/relay');
  const { EventRepository } = require<{ EventRepository: typeof Object }>('@nostr-relay/common');

  const http = createServer();
  const served = new NostrRelay(memoryStore(EventRepository), { hostname: '127.0.0.1' });
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    served.handleConnection(socket);
    socket.on('message', (text) => void served.handleMessage(socket, JSON.parse(String(text))));
    socket.once('close', () => served.handleDisconnect(socket));
  });
  const origin = await stage.proxy(await listen(stage, http));

  const secret = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
  const note = (content: string, kind = 1) =>
    finalizeEvent({ kind, created_at: 1_700_000_000, tags: [['t', 'capture']], content }, secret);
  relays.useWebSocketImplementation(WebSocket);
  const relay = await relays.Relay.connect(origin.replace('http', 'ws'));
  await relay.auth(async (template) => finalizeEvent(template, secret));
  await relay.publish(note('Grüße'));
  let [stored, come] = [() => {}, () => {}];
  const allStored = new Promise<void>((done) => {
    stored = done;
  });
  const newCome = new Promise<void>((done) => {
    come = done;
  });
  const isNew = new Set<string>();
  const subscription = relay.subscribe([{ kinds: [1], '#t': ['capture'] }, { kinds: [7] }], {
    onevent: ({ id }) => isNew.has(id) && come(),
    oneose: () => stored(),
  });
  await allStored;
  const second = note('+', 7);
  isNew.add(second.id);
  await relay.publish(second);
  await newCome;
  subscription.close();
  const forged = { ...note('forged'), sig: '00'.repeat(64) };
  await relay.publish(forged).catch(() => 'that is the wanted error');
  relay.close();
}

/** Keeps everything, and finds by id or kind. */
function memoryStore(EventRepository: typeof Object): object {
  const events: Event[] = [];
  return new (class extends EventRepository {
    isSearchSupported = () => false;
    upsert = (event: Event) => {
      events.push(event);
      return { isDuplicate: false };
    };
    find = ({ ids, kinds }: { readonly ids?: string[]; readonly kinds?: number[] }) =>
      events.filter(
        ({ id, kind }) => (ids?.includes(id) ?? true) && (kinds?.includes(kind) ?? true),
      );
    destroy = async () => {};
  })();
}
