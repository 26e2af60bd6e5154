/** What a described list is, and the names of its fields. */
export interface Composite {
  readonly name: string;
  readonly fields: readonly string[];
}

const composite = (name: string, fields = ''): Composite => ({
  name,
  fields: fields.split(' ').filter(Boolean),
});

/**
 * By the numbers of their descriptors.
 * @see https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-transport-v1.0-os.html
 */
export const composites: Readonly<Record<number, Composite>> = {
  16: composite(
    'open',
    'container-id hostname max-frame-size channel-max idle-time-out outgoing-locales incoming-locales offered-capabilities desired-capabilities properties',
  ),
  17: composite(
    'begin',
    'remote-channel next-outgoing-id incoming-window outgoing-window handle-max offered-capabilities desired-capabilities properties',
  ),
  18: composite(
    'attach',
    'name handle role snd-settle-mode rcv-settle-mode source target unsettled incomplete-unsettled initial-delivery-count max-message-size offered-capabilities desired-capabilities properties',
  ),
  19: composite(
    'flow',
    'next-incoming-id incoming-window next-outgoing-id outgoing-window handle delivery-count link-credit available drain echo properties',
  ),
  20: composite(
    'transfer',
    'handle delivery-id delivery-tag message-format settled more rcv-settle-mode state resume aborted batchable',
  ),
  21: composite('disposition', 'role first last settled state batchable'),
  22: composite('detach', 'handle closed error'),
  23: composite('end', 'error'),
  24: composite('close', 'error'),
  29: composite('error', 'condition description info'),
  35: composite('received', 'section-number section-offset'),
  36: composite('accepted'),
  37: composite('rejected', 'error'),
  38: composite('released'),
  39: composite('modified', 'delivery-failed undeliverable-here message-annotations'),
  40: composite(
    'source',
    'address durable expiry-policy timeout dynamic dynamic-node-properties distribution-mode filter default-outcome outcomes capabilities',
  ),
  41: composite(
    'target',
    'address durable expiry-policy timeout dynamic dynamic-node-properties capabilities',
  ),
  43: composite('delete-on-close'),
  44: composite('delete-on-no-links'),
  45: composite('delete-on-no-messages'),
  46: composite('delete-on-no-links-or-messages'),
  48: composite('coordinator', 'capabilities'),
  49: composite('declare', 'global-id'),
  50: composite('discharge', 'txn-id fail'),
  51: composite('declared', 'txn-id'),
  52: composite('transactional-state', 'txn-id outcome'),
  64: composite('sasl-mechanisms', 'sasl-server-mechanisms'),
  65: composite('sasl-init', 'mechanism initial-response hostname'),
  66: composite('sasl-challenge', 'challenge'),
  67: composite('sasl-response', 'response'),
  68: composite('sasl-outcome', 'code additional-data'),
  112: composite('header', 'durable priority ttl first-acquirer delivery-count'),
  113: composite('delivery-annotations'),
  114: composite('message-annotations'),
  115: composite(
    'properties',
    'message-id user-id to subject reply-to correlation-id content-type content-encoding absolute-expiry-time creation-time group-id group-sequence reply-to-group-id',
  ),
  116: composite('application-properties'),
  117: composite('data'),
  118: composite('amqp-sequence'),
  119: composite('amqp-value'),
  120: composite('footer'),
};

/** Descriptors may also be symbols: `amqp:open:list`. */
export const numberOfSymbol: ReadonlyMap<string, number> = new Map(
  Object.entries(composites).flatMap(([number, { name }]) =>
    ['list', 'map', 'binary', '*'].map((kind) => [`amqp:${name}:${kind}`, Number(number)] as const),
  ),
);

export const saslCodes: readonly string[] = ['ok', 'auth', 'sys', 'sys-perm', 'sys-temp'];
