import { describe, expect, it } from 'vitest';
import type { SocketSummary } from '../../../panel/engine/socket-table.ts';
import { SocketTable } from '../../../panel/engine/socket-table.ts';
import { documentName, socketName } from '../../../panel/model/socket-name.ts';
import { en } from '../../../panel/model/texts/en.ts';

const socketAt = (url: string): SocketSummary => ({
  ...new SocketTable().inDocument(1, 1, 0, false),
  ...{ url, allMessages: 0 },
});

describe('the name of a socket', () => {
  it.each([
    ['wss://a.test/feed?room=1', '/feed?room=1'],
    ['ws://a.test:8080/', 'a.test:8080/'],
    ['wss://a.test', 'a.test'],
    ['WSS://A.test/x', '/x'],
    ['wss://a.test?x=/y', '?x=/y'],
    ['wss://[::1]:80/a', '/a'],
    ['wss://a.test/wss://b.test/', '/wss://b.test/'],
  ])('of %s is %s', (url, name) => {
    expect(socketName(socketAt(url), en)).toBe(name);
  });

  it('is said in words when nothing is known', () => {
    expect(socketName(undefined, en)).toBe(en.unnamedSocket);
    expect(socketName(socketAt(''), en)).toBe(en.unnamedSocket);
  });
});

describe('the name of a document', () => {
  it.each([
    ['https://a.test/app/?x', '/app/?x'],
    ['https://a.test', '/'],
    ['https://a.test/', '/'],
    ['file:///home/me/a.html', '/home/me/a.html'],
    ['about:srcdoc', 'about:srcdoc'],
    [`data:text/html,${'x'.repeat(50)}`, `data:text/html,${'x'.repeat(25)}…`],
    ['', ''],
  ])('of %s is %s', (url, name) => {
    expect(documentName(url)).toBe(name);
  });
});
