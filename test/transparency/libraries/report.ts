// What the page's script of each library begins with: a log that travels as JSON.

/** The page puts it there, see libraries.test.ts. */
export interface Setting {
  /** "127.0.0.1:PORT" of the playground, and of test/playground/library-server.ts. */
  readonly playground: string;
  readonly libraries: string;
}

export type Log = (...words: readonly unknown[]) => void;

/** What hangs is reported with all that came before. */
const limitMs = 15_000;

/** Runs what uses the library and posts all that it has logged. What it throws is the last entry. */
export async function reportLibrary(
  talk: (setting: Setting, log: Log) => Promise<unknown>,
): Promise<void> {
  // Saved, for a library may patch them for good.
  const { fetch, setTimeout } = window;
  const { setting } = window as unknown as { setting: Setting };
  const entries: unknown[] = [];
  const log: Log = (...words) => entries.push(words.map(describe));
  const tooLate = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('it waits for what does not come')), limitMs);
  });
  await Promise.race([talk(setting, log), tooLate]).catch((error) =>
    log('the scenario failed', error),
  );
  // Ports differ from run to run.
  const text = JSON.stringify(entries)
    .replaceAll(setting.playground, 'PLAYGROUND')
    .replaceAll(setting.libraries, 'LIBRARIES');
  await fetch.call(window, '/report?library', { method: 'POST', body: text });
}

/** What JSON would lose or leave out: events, bytes, errors. */
export function describe(value: unknown): unknown {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string' && value.length > 2_000) {
    return `${value.length} characters: ${describe(new TextEncoder().encode(value))}`;
  }
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Blob) return `Blob of ${value.size} bytes, ${value.type || 'no type'}`;
  if (value instanceof ArrayBuffer) return describeBytes('ArrayBuffer', new Uint8Array(value));
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return describeBytes(kindOf(value), new Uint8Array(buffer, byteOffset, byteLength));
  }
  if (isEvent(value)) return describeEvent(value);
  if (Array.isArray(value)) return value.map(describe);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, describe(member)]));
}

function isEvent(value: object): boolean {
  return 'type' in value && ['target', 'wasClean', 'timeStamp'].some((key) => key in value);
}

/** Events of the browser, and those that libraries make themselves. */
function describeEvent(event: object): unknown {
  const told: Record<string, unknown> = { made: event.constructor.name };
  for (const key of ['type', 'isTrusted', 'data', 'origin', 'code', 'reason', 'wasClean']) {
    if (key in event) told[key] = describe(Reflect.get(event, key));
  }
  return told;
}

/** Libraries have classes of their own for bytes, whose names the bundler chooses. */
function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** Enough to tell one from another; the same bytes give the same sum. */
function describeBytes(kind: string, bytes: Uint8Array): string {
  if (bytes.length <= 64) return `${kind} ${[...bytes]}`;
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0;
  return `${kind} of ${bytes.length} bytes, sum ${sum}`;
}
