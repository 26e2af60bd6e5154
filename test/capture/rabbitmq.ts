import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, needDebian, startProgram, temporaryFolder } from './program.ts';
import type { Stage } from './scenario.ts';
import { debianVersion } from './versions.ts';

export const needRabbitmq = (): void => needDebian('rabbitmq-server');

export const rabbitmqVersion = (): string => debianVersion('rabbitmq-server');

type Plugin = 'web_stomp' | 'web_mqtt' | 'stomp';

/**
 * Starts the broker with one of its plugins, on loopback only, with all of its files in a folder that goes away.
 * Returns the port of the plugin; those for WebSockets serve `/ws`.
 */
export async function startRabbitmq(stage: Stage, plugin: Plugin): Promise<number> {
  const folder = temporaryFolder(stage);
  const [names, distribution] = [await freePort(), await freePort()];
  const [amqp, plain, port] = [await freePort(), await freePort(), await freePort()];
  const isWeb = plugin !== 'stomp';
  const below = plugin.replace('web_', '');
  writeFileSync(`${folder}/enabled_plugins`, `[rabbitmq_${plugin}].\n`);
  writeFileSync(
    `${folder}/rabbitmq.conf`,
    [
      `listeners.tcp.1 = 127.0.0.1:${amqp}`,
      `${below}.listeners.tcp.1 = 127.0.0.1:${isWeb ? plain : port}`,
      ...(isWeb ? [`${plugin}.tcp.ip = 127.0.0.1`, `${plugin}.tcp.port = ${port}`] : []),
      // Else it puts bodies of bytes into text messages, which is against RFC 6455.
      ...(plugin === 'web_stomp' ? ['web_stomp.ws_frame = binary'] : []),
      'log.console = true',
      'log.file = false',
      '',
    ].join('\n'),
  );
  mkdirSync(`${folder}/data`);
  // Erlang would else start a daemon of names that outlives the broker.
  await startProgram(stage, names, 'epmd', ['-address', '127.0.0.1', '-port', String(names)]);
  // Not the one on the path, which becomes another user whom these files do not belong to.
  await startProgram(stage, port, '/usr/lib/rabbitmq/bin/rabbitmq-server', [], {
    HOME: folder,
    ERL_EPMD_PORT: String(names),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: 'capture@localhost',
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_CONFIG_FILE: `${folder}/rabbitmq.conf`,
    RABBITMQ_ADVANCED_CONFIG_FILE: `${folder}/none`,
    RABBITMQ_CONF_ENV_FILE: `${folder}/none`,
    RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/enabled_plugins`,
    RABBITMQ_MNESIA_BASE: `${folder}/data`,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_PID_FILE: `${folder}/pid`,
    RABBITMQ_FEATURE_FLAGS_FILE: `${folder}/feature_flags`,
  });
  return port;
}
