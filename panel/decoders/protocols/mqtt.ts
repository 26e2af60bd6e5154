import type { Budget, Decoded, Decoder, Hint, Payload } from '../decoder.ts';
import { decodeContinued } from './byte-stream.ts';
import { combineFacts } from './combined-facts.ts';
import { decodeFields, type FieldReader } from './field-reader.ts';
import { type MqttPacket, type MqttSession, readPacket } from './mqtt-packet.ts';
import { isMqttState, lengthOfPacket, levelOf, type MqttState, mqttStream } from './mqtt-stream.ts';
import { canRead, isOutermost } from './recognising.ts';

/**
 * Packets of MQTT 3.1, 3.1.1 and 5. A message may hold several, or a part of one: the WebSocket is
 * a stream of bytes to it.
 * @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html#_Toc3901285
 */
export const mqtt: Decoder = {
  name: 'mqtt',
  label: 'MQTT',
  specification: 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html',
  recognisedBy: 'the subprotocol mqtt or mqttv3.1, or a whole CONNECT packet',
  recognises,
  decode,
  stream: mqttStream,
};

function recognises({ bytes, isText }: Payload, hint: Hint): number {
  if (isText || bytes.length === 0) return 0;
  const canBe = (): boolean =>
    canRead(bytes, (fields) => readPackets(fields, newSession(undefined, hint)));
  const { subprotocol } = hint;
  if (isOutermost(hint) && (subprotocol === 'mqtt' || subprotocol === 'mqttv3.1'))
    return canBe() ? 0.98 : 0.6;
  return levelOf(bytes, 0, bytes.length) > 0 && canBe() ? 0.97 : 0;
}

function decode({ bytes }: Payload, hint: Hint, budget: Budget): Decoded {
  const state = isMqttState(hint.state)
    ? hint.state
    : isMqttState(hint.context)
      ? hint.context
      : undefined;
  const continued = decodeContinued('mqtt', bytes, hint, budget, state, lengthOfPacket);
  if (continued !== null) return continued;
  return decodeFields('mqtt', bytes, budget, (fields) => {
    const packets = readPackets(fields, newSession(state, hint));
    const facts = combineFacts(packets.map((packet) => packet.facts));
    const [only] = packets;
    const inner = packets.length === 1 && only?.inner !== undefined ? { inner: only.inner } : {};
    return { ...(facts === null ? {} : { facts }), ...inner };
  });
}

function newSession(state: MqttState | undefined, hint: Hint): MqttSession {
  const named = isOutermost(hint) && hint.subprotocol === 'mqttv3.1' ? 3 : 0;
  return {
    level: state?.level || named,
    aliases: state?.aliases[hint.direction ?? 'received'] ?? {},
    mayContinue: state !== undefined,
  };
}

/** A packet alone is the root, several stand in an array. */
function readPackets(fields: FieldReader, session: MqttSession): MqttPacket[] {
  const packets: MqttPacket[] = [];
  const first = lengthOfPacket(fields.bytes, 0);
  const isOnly = first <= 0 || first >= fields.limit;
  if (!isOnly) fields.begin('array', undefined, 'packets');
  while (fields.hasMore)
    packets.push(isCutHead(fields, session) ? readHead(fields) : readPacket(fields, session));
  if (!isOnly) fields.end();
  return packets;
}

/** Whether even the length of the packet is not there yet, and may follow. */
const isCutHead = ({ bytes, at }: FieldReader, { mayContinue }: MqttSession): boolean =>
  mayContinue && lengthOfPacket(bytes, at) === 0;

function readHead(fields: FieldReader): MqttPacket {
  const size = fields.left;
  fields.blob('so far', size, 'goes on in the next message');
  return { facts: { summary: 'beginning of a packet' } };
}
