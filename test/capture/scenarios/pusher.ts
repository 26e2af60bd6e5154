import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen } from '../listen.ts';
import { needNpm, npmVersion } from '../npm-packages.ts';
import type { Scenario, Stage } from '../scenario.ts';

const name = 'pusher';
const packages = () => needNpm(name, { 'pusher-js': '8.6.0' });

/** A public channel, one with presence, one that is refused, an event each way, an error, a ping. */
export const pusher: Scenario = {
  name,
  client: () => npmVersion(name, 'pusher-js'),
  server: () =>
    'ours, by "Pusher Channels Protocol": Soketi needs a library that is not in the registries',
  needs: packages,
  run,
};

interface Channel {
  bind(event: string, run: (data: { readonly event?: string }) => void): void;
  trigger(event: string, data: object): boolean;
}

type Pusher = new (
  key: string,
  options: object,
) => {
  readonly connection: Channel;
  subscribe(channel: string): Channel;
  unsubscribe(channel: string): void;
  disconnect(): void;
};

async function run(stage: Stage): Promise<void> {
  const Pusher = packages().require<Pusher>('pusher-js');
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', servePusher);
  const { port } = new URL(await stage.proxy(await listen(stage, http)));

  const client = new Pusher('app-key', {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: Number(port),
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      customHandler: (
        { channelName }: { readonly channelName: string },
        answer: (error: null, authorization: object) => void,
      ) => answer(null, { auth: 'app-key:58df8b0c', ...authorizationFor(channelName) }),
    },
  });
  const hears = (channel: Channel, event: string): Promise<unknown> =>
    new Promise((heard) => channel.bind(event, heard));
  await hears(client.connection, 'connected');
  const news = client.subscribe('news');
  await hears(news, 'headline');
  const room = client.subscribe('presence-room');
  await hears(room, 'pusher:subscription_succeeded');
  const joined = hears(room, 'pusher:member_added');
  const answered = hears(room, 'client-answer');
  room.trigger('client-typing', { text: 'Grüße' });
  await joined;
  await answered;
  await hears(client.subscribe('private-vault'), 'pusher:subscription_error');
  const warned = hears(client.connection, 'error');
  news.trigger('client-shout', {});
  await warned;
  client.unsubscribe('news');
  await new Promise<void>((pong) => {
    client.connection.bind('message', ({ event }) => event === 'pusher:pong' && pong());
  });
  client.disconnect();
}

const authorizationFor = (channel: string): object =>
  channel.startsWith('presence-')
    ? { channel_data: JSON.stringify({ user_id: 'ada', user_info: { name: 'Ada' } }) }
    : {};

/**
 * Answers one client.
 * @see https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
 */
function servePusher(socket: WebSocket): void {
  const say = (event: string, rest: object, data?: unknown): void =>
    socket.send(
      JSON.stringify({
        event,
        ...rest,
        ...(data === undefined ? {} : { data: JSON.stringify(data) }),
      }),
    );
  say('pusher:connection_established', {}, { socket_id: '123.456', activity_timeout: 1 });
  socket.on('message', (text) => {
    const { event, channel, data } = JSON.parse(String(text));
    if (event === 'pusher:ping') return say('pusher:pong', {}, {});
    if (event === 'pusher:subscribe') return subscribe(data.channel);
    if (event === 'client-typing') {
      say('pusher_internal:member_added', { channel }, { user_id: 'bob', user_info: {} });
      return say('client-answer', { channel, user_id: 'bob' }, { seen: true });
    }
    // The only message whose data is no text.
    const error = { code: 4301, message: 'Client events are for private channels' };
    if (event === 'client-shout') say('pusher:error', { data: error });
  });

  function subscribe(channel: string): void {
    if (channel === 'private-vault') {
      const data = { type: 'AuthError', error: 'not for you', status: 401 };
      say('pusher:subscription_error', { channel, data });
      return;
    }
    const members = { count: 1, ids: ['ada'], hash: { ada: { name: 'Ada' } } };
    const succeeded = channel.startsWith('presence-') ? { presence: members } : {};
    say('pusher_internal:subscription_succeeded', { channel }, succeeded);
    if (channel === 'news') say('headline', { channel }, { title: 'Grüße' });
  }
}
