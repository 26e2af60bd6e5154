import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WebSocket as WsWebSocket } from 'ws';
import { temporaryFolders } from './program.ts';
import { type Conversation, type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/all.ts';

export const captureNames: readonly string[] = scenarios.map(({ name }) => name);

/** Half a minute is much: a server that needs longer says so by failing. */
const maxScenarioMs = 30_000;

/**
 * Holds the conversations again, one after the other, and writes each to its file.
 *
 * @param say is told each name with how many messages it has, or why there is none.
 * @returns the names of those that failed; their files are as they were.
 */
export async function capture(
  names: readonly string[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  // Clients that are made for browsers take the global one, which older Nodes do not have.
  // The cast: ws says that it has the members of the browser's.
  globalThis.WebSocket ??= WsWebSocket as unknown as typeof WebSocket;
  const failed: string[] = [];
  for (const scenario of scenarios.filter(({ name }) => names.includes(name))) {
    try {
      const { messages } = await hold(scenario);
      say(`${scenario.name}: ${messages.length} messages`);
    } catch (error) {
      failed.push(scenario.name);
      say(`${scenario.name}: ${error instanceof Error ? error.stack : JSON.stringify(error)}`);
    }
  }
  return failed;
}

async function hold(scenario: Scenario): Promise<Conversation> {
  const undone: (() => unknown)[] = [];
  const proxies: RecordingProxy[] = [];
  const stage = {
    async proxy(target: string) {
      const proxy = await startRecordingProxy(target);
      proxies.push(proxy);
      undone.push(() => proxy.close());
      return proxy.origin;
    },
    defer: (undo: () => unknown) => undone.push(undo),
  };
  scenario.needs?.();
  try {
    await inTime(async () => {
      await scenario.run(stage);
      for (const { ended } of proxies.flatMap(({ conversations }) => conversations)) await ended;
    });
  } finally {
    for (const undo of undone.reverse()) await undo();
  }
  const [conversation, ...others] = proxies.flatMap(({ conversations }) => conversations);
  if (conversation === undefined || others.length > 0)
    throw new Error(`${others.length + (conversation ? 1 : 0)} sockets passed, 1 is recorded`);
  write(scenario, conversation);
  return conversation;
}

async function inTime(run: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `not at its end after ${maxScenarioMs / 1000} s`;
    timer = setTimeout(() => reject(new Error(reason)), maxScenarioMs);
  });
  await Promise.race([run(), late]).finally(() => clearTimeout(timer));
}

/** Where this checkout and the folders of scenarios are differs from machine to machine. */
function withoutPlaces(text: string): string {
  const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
  return text.replaceAll(root, '/sockets').replaceAll(temporaryFolders, '/project');
}

function write({ name, client, server }: Scenario, conversation: Conversation): void {
  const { path, subprotocol, messages } = conversation;
  const fixture = {
    client: client(),
    server: server(),
    // Ports differ from run to run.
    url: `ws://localhost:8080${path}`,
    subprotocol,
    messages: messages.map(({ direction, bytes, isText }) =>
      isText
        ? { direction, text: withoutPlaces(bytes.toString('utf8')) }
        : { direction, base64: bytes.toString('base64') },
    ),
  };
  const file = new URL(`../fixtures/captures/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(fixture, null, 2)}\n`);
}
