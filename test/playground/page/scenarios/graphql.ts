import { createClient } from 'graphql-ws';
import { createRepeater } from '../repeater.ts';
import type { Scenario } from '../scenario.ts';

export const graphql: Scenario = {
  title: 'GraphQL',
  note: 'A query and two subscriptions over graphql-transport-ws.',
  prepare(log) {
    const client = createClient({ url: `ws://${location.host}/graphql` });
    const repeater = createRepeater();
    const running = new Set<() => void>();
    client.on('opened', () => log.show('open', 'Open'));
    client.on('closed', () => log.show('ended', 'Closed'));

    function ask(query: string): void {
      log.sent(query);
      const end = client.subscribe(
        { query },
        {
          next: (result) => log.received(JSON.stringify(result)),
          error: (error) => log.note(`failed: ${String(error)}`),
          complete: () => {
            running.delete(end);
            log.note('complete');
          },
        },
      );
      running.add(end);
    }

    function stop(): void {
      repeater.stop();
      for (const end of running) end();
    }
    const countDown = () => ask('subscription { countdown(from: 5) }');
    return {
      actions: [
        { label: 'Ask hello', run: () => ask('{ hello }') },
        { label: 'Count down from 5', run: countDown },
        { label: 'Receive greetings', run: () => ask('subscription { greetings }') },
        { label: 'Stop subscriptions', run: stop },
      ],
      play: () => repeater.start(6000, countDown),
      stop,
    };
  },
};
