/** Types of packets, by the upper four bits of the first byte. */
export const packetNames = [
  undefined,
  'CONNECT',
  'CONNACK',
  'PUBLISH',
  'PUBACK',
  'PUBREC',
  'PUBREL',
  'PUBCOMP',
  'SUBSCRIBE',
  'SUBACK',
  'UNSUBSCRIBE',
  'UNSUBACK',
  'PINGREQ',
  'PINGRESP',
  'DISCONNECT',
  'AUTH',
] as const;
export type PacketName = Exclude<(typeof packetNames)[number], undefined>;

/** Return codes of CONNACK up to version 3.1.1. */
export const returnCodes: readonly string[] = [
  'accepted',
  'unacceptable protocol version',
  'identifier rejected',
  'server unavailable',
  'bad user name or password',
  'not authorized',
];

/** @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901031 */
const reasons: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'granted QoS 1',
  2: 'granted QoS 2',
  4: 'disconnect with will message',
  16: 'no matching subscribers',
  17: 'no subscription existed',
  24: 'continue authentication',
  25: 're-authenticate',
  128: 'unspecified error',
  129: 'malformed packet',
  130: 'protocol error',
  131: 'implementation specific error',
  132: 'unsupported protocol version',
  133: 'client identifier not valid',
  134: 'bad user name or password',
  135: 'not authorized',
  136: 'server unavailable',
  137: 'server busy',
  138: 'banned',
  139: 'server shutting down',
  140: 'bad authentication method',
  141: 'keep alive timeout',
  142: 'session taken over',
  143: 'topic filter invalid',
  144: 'topic name invalid',
  145: 'packet identifier in use',
  146: 'packet identifier not found',
  147: 'receive maximum exceeded',
  148: 'topic alias invalid',
  149: 'packet too large',
  150: 'message rate too high',
  151: 'quota exceeded',
  152: 'administrative action',
  153: 'payload format invalid',
  154: 'retain not supported',
  155: 'QoS not supported',
  156: 'use another server',
  157: 'server moved',
  158: 'shared subscriptions not supported',
  159: 'connection rate exceeded',
  160: 'maximum connect time',
  161: 'subscription identifiers not supported',
  162: 'wildcard subscriptions not supported',
};

export function reasonOf(packet: PacketName, code: number): string | undefined {
  if (code === 0 && packet === 'DISCONNECT') return 'normal disconnection';
  if (code === 0 && packet === 'SUBACK') return 'granted QoS 0';
  return reasons[code];
}

export type PropertyShape =
  | 'byte'
  | 'two bytes'
  | 'four bytes'
  | 'varint'
  | 'string'
  | 'binary'
  | 'pair';

/** @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901029 */
export const properties: Readonly<Record<number, readonly [string, PropertyShape]>> = {
  1: ['payload format indicator', 'byte'],
  2: ['message expiry interval', 'four bytes'],
  3: ['content type', 'string'],
  8: ['response topic', 'string'],
  9: ['correlation data', 'binary'],
  11: ['subscription identifier', 'varint'],
  17: ['session expiry interval', 'four bytes'],
  18: ['assigned client identifier', 'string'],
  19: ['server keep alive', 'two bytes'],
  21: ['authentication method', 'string'],
  22: ['authentication data', 'binary'],
  23: ['request problem information', 'byte'],
  24: ['will delay interval', 'four bytes'],
  25: ['request response information', 'byte'],
  26: ['response information', 'string'],
  28: ['server reference', 'string'],
  31: ['reason string', 'string'],
  33: ['receive maximum', 'two bytes'],
  34: ['topic alias maximum', 'two bytes'],
  35: ['topic alias', 'two bytes'],
  36: ['maximum QoS', 'byte'],
  37: ['retain available', 'byte'],
  38: ['user property', 'pair'],
  39: ['maximum packet size', 'four bytes'],
  40: ['wildcard subscription available', 'byte'],
  41: ['subscription identifier available', 'byte'],
  42: ['shared subscription available', 'byte'],
};
