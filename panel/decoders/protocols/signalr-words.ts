/** Types of hub messages, by their number. */
export const hubTypes = [
  undefined,
  'Invocation',
  'StreamItem',
  'Completion',
  'StreamInvocation',
  'CancelInvocation',
  'Ping',
  'Close',
  'Ack',
  'Sequence',
] as const;
export type HubType = Exclude<(typeof hubTypes)[number], undefined>;

/** What the items of a message are in the MessagePack hub, where they have no keys. */
export const hubItems: Readonly<Record<HubType, readonly string[]>> = {
  Invocation: ['type', 'headers', 'invocationId', 'target', 'arguments', 'streamIds'],
  StreamItem: ['type', 'headers', 'invocationId', 'item'],
  Completion: ['type', 'headers', 'invocationId', 'resultKind', 'result'],
  StreamInvocation: ['type', 'headers', 'invocationId', 'target', 'arguments', 'streamIds'],
  CancelInvocation: ['type', 'headers', 'invocationId'],
  Ping: ['type'],
  Close: ['type', 'error', 'allowReconnect'],
  Ack: ['type', 'sequenceId'],
  Sequence: ['type', 'sequenceId'],
};

export const resultKinds: Readonly<Record<string, string>> = { 1: 'error', 2: 'void', 3: 'value' };

/** Ends a record of the JSON hub, and the handshake of both. */
export const separator = 0x1e;

export function isRecords(bytes: Uint8Array): boolean {
  // A MessagePack message of 123 bytes begins with 0x7b as well, but goes on with 0x91 to 0x9f.
  return bytes[0] === 0x7b && (bytes[1] ?? 0) < 0x80 && bytes[bytes.length - 1] === separator;
}
