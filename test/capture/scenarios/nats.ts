import { writeFileSync } from 'node:fs';
import { headers, wsconnect } from '@nats-io/nats-core';
import { freePort, needDebian, startProgram, temporaryFolder } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { debianVersion, packageVersion } from '../versions.ts';

/** Subscriptions, one that ends by itself, publications with and without headers, a request and a ping. */
export const nats: Scenario = {
  name: 'nats',
  client: () => packageVersion('@nats-io/nats-core'),
  server: () => debianVersion('nats-server'),
  needs: () => needDebian('nats-server'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const [port, plainPort] = [await freePort(), await freePort()];
  const file = `${temporaryFolder(stage)}/nats.conf`;
  writeFileSync(
    file,
    `listen: "127.0.0.1:${plainPort}"\nwebsocket { listen: "127.0.0.1:${port}", no_tls: true }\n`,
  );
  await startProgram(stage, port, '/usr/sbin/nats-server', ['-c', file]);
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  const connection = await wsconnect({ servers: origin.replace('http', 'ws'), name: 'capture' });
  const orders = connection.subscribe('orders.*', { queue: 'workers', max: 2 });
  connection.subscribe('time', { callback: (_, message) => void message.respond('noon') });
  const marked = headers();
  marked.append('Trace', 'a1');
  connection.publish('orders.new', 'Grüße');
  connection.publish('orders.paid', '{"id":7}', { headers: marked });
  for await (const _ of orders);
  await connection.request('time', Uint8Array.of(0, 255));
  await connection.request('nobody').catch(() => 'that is the wanted error');
  await connection.flush();
  await connection.close();
}
