import { describe, expect, it } from 'vitest';
import { readCapture } from './capture.ts';
import { type ReadMessage, readConversation } from './read-conversation.ts';

/**
 * What each message of a conversation means, checked by hand against the protocols' documents. Who captures anew
 * looks at each line that has changed: ids of sessions do.
 */
const meanings: Readonly<Record<string, readonly string[]>> = {
  'socket.io-v4': [
    '< engine.io: open ODBgMJ-5QFUm1i63AAAA',
    '> engine.io socket.io: connect',
    '< engine.io socket.io: connect {sid: "2xTQ4aP4DCngF0eWAAAA"}',
    '> engine.io socket.io: emit "join" "lobby" #0',
    '< engine.io socket.io: ack #0 [{room: "lobby", members: 1}]',
    '> engine.io socket.io: emit "say" "Grüße, Ωmega 😀", {tags: ["a", "b"]}',
    '< engine.io socket.io: emit "said" "Grüße, Ωmega 😀", ["a", "b"]',
    '> engine.io socket.io: emit "ask me" {deep: [1, 2.5, null, true]} #1',
    '< engine.io socket.io: emit "ask" "the answer?" #0',
    '> engine.io socket.io: ack #0 [42]',
    '< engine.io socket.io: ack #1 [42]',
    '> engine.io socket.io: emit "upload" {name: "dot.bin", parts: [<3 B>, <2 B>]}',
    '> engine.io: attachment 1 of 2 of emit "upload"',
    '> engine.io: attachment 2 of 2 of emit "upload"',
    '< engine.io socket.io: emit "image" "dot.bin", <37 B>',
    '< engine.io image: GIF image, 1 × 1',
    '> engine.io socket.io: connect /admin {token: "open sesame"}',
    '< engine.io socket.io: connect /admin {sid: "7CFD7AjsrZQAu9m4AAAB"}',
    '> engine.io socket.io: emit "users" {active: true} /admin #0',
    '< engine.io socket.io: ack #0 /admin [["Ada", "Bob"]]',
    '> engine.io socket.io: disconnect /admin',
    '> engine.io socket.io: connect /closed',
    '< engine.io socket.io: connect error /closed staff only',
    '< engine.io: ping',
    '> engine.io: pong',
    '> engine.io socket.io: disconnect',
  ],
  'graphql-transport-ws': [
    '> json graphql-transport-ws: connection_init {token: "secret"}',
    '< json graphql-transport-ws: connection_ack',
    '> json graphql-transport-ws: subscribe subscription Greet #operation-1',
    '< json graphql-transport-ws: next {greetings: "Hi"} #operation-1',
    '< json graphql-transport-ws: next {greetings: "こんにちは"} #operation-1',
    '< json graphql-transport-ws: complete #operation-1',
    '> json graphql-transport-ws: subscribe subscription { down } {from: 3} #operation-2',
    '< json graphql-transport-ws: next {down: 3} #operation-2',
    '> json graphql-transport-ws: complete #operation-2',
    '> json graphql-transport-ws: subscribe query { hello } #operation-3',
    '< json graphql-transport-ws: next {hello: "Hello"} #operation-3',
    '< json graphql-transport-ws: complete #operation-3',
    '> json graphql-transport-ws: subscribe query { fails } #operation-4',
    '< json graphql-transport-ws: next {fails: null} #operation-4',
    '< json graphql-transport-ws: complete #operation-4',
    '> json graphql-transport-ws: subscribe query { unknown } #operation-5',
    '< json graphql-transport-ws: error Cannot query field "unknown" on type "Query". #operation-5',
    '< json graphql-transport-ws: next {down: 2} #operation-2',
    '> json graphql-transport-ws: ping',
    '< json graphql-transport-ws: pong',
  ],
  'subscriptions-transport-ws': [
    '> json graphql-ws: connection_init {token: "secret"}',
    '< json graphql-ws: connection_ack',
    '< json graphql-ws: ka',
    '> json graphql-ws: start subscription Greet #1',
    '< json graphql-ws: data {greetings: "Hi"} #1',
    '< json graphql-ws: data {greetings: "こんにちは"} #1',
    '< json graphql-ws: complete #1',
    '> json graphql-ws: start subscription { down } #2',
    '< json graphql-ws: data {down: 2} #2',
    '> json graphql-ws: stop #2',
    '> json graphql-ws: start query { hello } #3',
    '< json graphql-ws: data {hello: "Hello"} #3',
    '< json graphql-ws: complete #3',
    '> json graphql-ws: start query { unknown } #4',
    '< json graphql-ws: data Cannot query field "unknown" on type "Query". #4',
    '< json graphql-ws: complete #4',
    '> json graphql-ws: connection_terminate',
  ],
};

describe.each(Object.entries(meanings))('The conversation %s', (name, lines) => {
  const read = readConversation(readCapture(name));

  it('is between a library and a server that say their versions', () => {
    const { client, server, messages } = readCapture(name);
    expect(client).toMatch(/ \d+\.\d+/);
    expect(server).not.toBe('');
    expect(messages.length).toBe(lines.length);
  });

  it('is read to the end of each message', () => {
    const failures = read.flatMap(({ layers }) =>
      layers.flatMap(({ decoded }) => (decoded.ok ? [] : [decoded.reason])),
    );
    expect(failures).toEqual([]);
  });

  it('means what was said', () => {
    expect(read.map(({ line }) => line)).toEqual(lines);
  });
});

describe('Heartbeats of the conversations', () => {
  it('are known as such, and nothing else is', () => {
    const beats = Object.keys(meanings).flatMap((name) =>
      readConversation(readCapture(name))
        .filter(({ layers }) => layers.some(isHeartbeat))
        .map(({ line }) => line),
    );
    expect(beats).toEqual([
      '< engine.io: ping',
      '> engine.io: pong',
      '> json graphql-transport-ws: ping',
      '< json graphql-transport-ws: pong',
      '< json graphql-ws: ka',
    ]);
  });
});

const isHeartbeat = ({ decoded, protocol }: ReadMessage['layers'][number]): boolean =>
  (protocol?.interpretation.facts ?? decoded.facts)?.isHeartbeat === true;
