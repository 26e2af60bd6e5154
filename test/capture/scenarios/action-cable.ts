import { writeFileSync } from 'node:fs';
import { adapters, createConsumer } from '@rails/actioncable';
import { WebSocket } from 'ws';
import { freePort, needDebian, startProgram, temporaryFolder } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { debianVersion, packageVersion } from '../versions.ts';

/** A channel with an action and a broadcast, one that rejects, a ping, and an unsubscription. */
export const actionCable: Scenario = {
  name: 'action-cable',
  client: () => packageVersion('@rails/actioncable'),
  server: () => `${debianVersion('ruby-actioncable')} on ${debianVersion('puma')}`,
  run,
};

async function run(stage: Stage): Promise<void> {
  needDebian('ruby-actioncable', 'puma');
  const file = `${temporaryFolder(stage)}/config.ru`;
  writeFileSync(file, application);
  const port = await freePort();
  await startProgram(stage, port, 'puma', ['-b', `tcp://127.0.0.1:${port}`, '-t', '4:4', file]);
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  adapters.WebSocket = WebSocket;
  const events = { addEventListener() {}, removeEventListener() {}, visibilityState: 'visible' };
  // The consumer listens to the page, which is not there.
  Object.assign(globalThis, { ...events, document: events });
  const consumer = createConsumer(`${origin.replace('http', 'ws')}/cable`);
  const chat = { channel: 'ChatChannel', room: 'Grüße' };
  await new Promise<void>((heard) => {
    const subscription = consumer.subscriptions.create(chat, {
      connected: () => subscription.perform('say', { text: 'hej' }),
      received() {
        subscription.unsubscribe();
        heard();
      },
    });
  });
  await new Promise((rejected) =>
    consumer.subscriptions.create({ channel: 'ClosedChannel' }, { rejected }),
  );
  // The server pings every three seconds.
  await new Promise((later) => setTimeout(later, 3300));
  consumer.disconnect();
}

const application = `
require 'logger'
require 'action_cable'
class ApplicationConnection < ActionCable::Connection::Base; end
class ChatChannel < ActionCable::Channel::Base
  def subscribed; stream_from "chat_#{params[:room]}"; end
  def say(data); ActionCable.server.broadcast("chat_#{params[:room]}", { said: data['text'] }); end
end
class ClosedChannel < ActionCable::Channel::Base
  def subscribed; reject; end
end
config = ActionCable.server.config
config.logger = Logger.new($stderr)
config.logger.level = Logger::ERROR
config.cable = { 'adapter' => 'async' }
config.connection_class = -> { ApplicationConnection }
config.disable_request_forgery_protection = true
run ActionCable.server
`;
