import { mkdirSync, writeFileSync } from 'node:fs';
import { client as createClient, xml } from '@xmpp/client';
import { freePort, needDebian, startProgram, temporaryFolder } from '../program.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { debianVersion, packageVersion } from '../versions.ts';

/** SASL, a resource, presence, a message to oneself and the goodbye. */
export const xmpp: Scenario = {
  name: 'xmpp',
  client: () => packageVersion('@xmpp/client'),
  server: () => debianVersion('prosody'),
  needs: () => needDebian('prosody'),
  run,
};

async function run(stage: Stage): Promise<void> {
  const folder = temporaryFolder(stage);
  const port = await freePort();
  const file = `${folder}/prosody.cfg.lua`;
  mkdirSync(`${folder}/data`);
  writeFileSync(
    file,
    [
      'modules_enabled = { "saslauth", "websocket", "posix" }',
      'modules_disabled = { "s2s", "offline" } c2s_ports = { } c2s_direct_tls_ports = { }',
      `http_ports = { ${port} } http_interfaces = { "127.0.0.1" } https_ports = { }`,
      'c2s_require_encryption = false consider_websocket_secure = true',
      'authentication = "anonymous" run_as_root = true prosody_user = "root" prosody_group = "root"',
      `data_path = "${folder}/data" pidfile = "${folder}/prosody.pid"`,
      'log = { error = "*console" }',
      'VirtualHost "localhost"',
      '',
    ].join('\n'),
  );
  await startProgram(stage, port, 'prosody', ['--config', file, '-F']);
  const origin = await stage.proxy(`http://127.0.0.1:${port}`);

  const client = createClient({
    service: `${origin.replace('http', 'ws')}/xmpp-websocket`,
    domain: 'localhost',
    resource: 'capture',
  });
  client.on('error', () => {});
  const heard = new Promise<void>((isHeard) => {
    client.on('stanza', (stanza) => String(stanza).includes('Grüße') && isHeard());
  });
  const address = await client.start();
  await client.send(xml('presence'));
  const body = xml('body', {}, 'Grüße <an> alle');
  await client.send(xml('message', { type: 'chat', to: String(address) }, body));
  await heard;
  await client.stop();
}
