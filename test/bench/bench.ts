// One run of the whole benchmark: one part after the other, each with the machine to itself.
import { cpus } from 'node:os';
import { launchChromium } from '../support/browser.ts';
import { measureBundles } from './bundle-sizes.ts';
import { startChild } from './child.ts';
import type { EngineTask, SizeMeasurement } from './engine-by-size.ts';
import { measureFirstRow } from './first-row.ts';
import { measureLargePanel } from './large-panel.ts';
import { measureLive, perSecond } from './live-minute.ts';
import { measureThroughput } from './page-throughput.ts';
import { profilePages } from './profile/page-profile.ts';
import { profilePanel } from './profile/panel-trace.ts';
import { benchRecorder } from './recorder.ts';
import type { Results } from './results.ts';
import type { ServerReady } from './server.ts';
import { measureSoak } from './soak.ts';
import type { StoredEngine, StoredTask } from './stored-engine.ts';

export { benchmarkDocument } from './document.ts';
export { machineLine, report } from './report.ts';

interface Scale {
  readonly throughputRounds: number;
  readonly throughputMessages: number;
  readonly recorderRounds: number;
  readonly liveSeconds: number;
  readonly filterRounds: number;
  readonly scrollSeconds: number;
  readonly openings: number;
  readonly profiledMessages: number;
  readonly profiledSeconds: number;
  readonly engine: EngineTask;
  readonly stored: StoredTask;
}

const full: Scale = {
  throughputRounds: 9,
  throughputMessages: 20_000,
  recorderRounds: 15,
  liveSeconds: 60,
  filterRounds: 5,
  scrollSeconds: 15,
  openings: 7,
  profiledMessages: 40_000,
  profiledSeconds: 20,
  engine: {
    sizes: [10_000, 100_000, 1_000_000, 10_000_000],
    rounds: 5,
    largestForRegex: 10_000_000,
  },
  stored: { messages: 10_000_000, messageBytes: 500 },
};

const quick: Scale = {
  throughputRounds: 3,
  throughputMessages: 5000,
  recorderRounds: 3,
  liveSeconds: 10,
  filterRounds: 2,
  scrollSeconds: 3,
  openings: 3,
  profiledMessages: 5000,
  profiledSeconds: 5,
  engine: { sizes: [10_000, 100_000, 1_000_000], rounds: 2, largestForRegex: 100_000 },
  stored: { messages: 2_400_000, messageBytes: 500 },
};

export const partNames = [
  'bundles',
  'engine',
  'stored',
  'recorder',
  'throughput',
  'firstRow',
  'live',
  'largePanel',
  'profile',
] as const;
export type PartName = (typeof partNames)[number] | 'soak';

/** Under two minutes: what explains a miss is asked for by its name. */
export const quickPartNames = partNames.filter((name) => name !== 'profile');

const soakSeconds = 600;

const nothingMeasured = {
  bundles: null,
  engine: null,
  stored: null,
  recorder: null,
  throughput: null,
  firstRow: null,
  live: null,
  largePanel: null,
  profile: null,
  soak: null,
} satisfies { [Name in PartName]: null };

export async function bench({
  isQuick,
  parts = partNames,
  say,
  keep,
}: {
  isQuick: boolean;
  /** The others are not measured. The soak, of ten minutes, is none of those that are by themselves. */
  parts?: readonly PartName[];
  say: (line: string) => void;
  /** After each part, what there is until then: a run takes long, and its last part may fail. */
  keep: (results: Results) => void;
}): Promise<Results> {
  const scale = isQuick ? quick : full;
  const server = startChild<ServerReady>('test/bench/server.ts', {});
  try {
    const { port } = await server.next();
    const origin = `http://127.0.0.1:${port}`;
    const { filterRounds, scrollSeconds } = scale;
    /** One after the other, in this order: each has the machine to itself. */
    const measures: { [Name in PartName]: () => Promise<NonNullable<Results[Name]>> } = {
      bundles: measureBundles,
      engine: () => measureEngine(scale.engine, say),
      stored: () => measureStored(scale.stored, say),
      recorder: () => benchRecorder({ rounds: scale.recorderRounds, largest: 64, say }),
      throughput: () =>
        measureThroughput({
          origin,
          rounds: scale.throughputRounds,
          messages: scale.throughputMessages,
          say,
        }),
      firstRow: () => measureFirstRow(origin, scale.openings, say),
      live: () => measureLive(origin, scale.liveSeconds, say),
      largePanel: () =>
        measureLargePanel({ origin, messages: 1_000_000, filterRounds, scrollSeconds, say }),
      profile: async () => ({
        pages: await profilePages(origin, scale.profiledMessages, say),
        panel: await profilePanel(origin, { seconds: scale.profiledSeconds, perSecond }, say),
      }),
      soak: () => measureSoak(origin, soakSeconds, say),
    };
    let results: Results = {
      isQuick,
      machine: { cores: cpus().length, browser: await browserVersion() },
      ...nothingMeasured,
    };
    for (const name of [...partNames, 'soak'] as const) {
      if (!parts.includes(name)) continue;
      results = { ...results, [name]: await measures[name]() };
      keep(results);
    }
    return results;
  } finally {
    server.end();
  }
}

async function measureEngine(
  task: EngineTask,
  say: (line: string) => void,
): Promise<SizeMeasurement[]> {
  const child = startChild<SizeMeasurement>('test/bench/engine-by-size.ts', task);
  const measured: SizeMeasurement[] = [];
  for (const size of task.sizes) {
    measured.push(await child.next());
    say(`engine, ${size.toLocaleString('en')} messages`);
  }
  return measured;
}

async function measureStored(task: StoredTask, say: (line: string) => void): Promise<StoredEngine> {
  const measured = await startChild<StoredEngine>('test/bench/stored-engine.ts', task).next();
  say(`engine, ${measured.messages.toLocaleString('en')} messages in a file`);
  return measured;
}

async function browserVersion(): Promise<string> {
  const browser = await launchChromium({ extension: null });
  try {
    // Chrome/156.0.1.2: the last two numbers say nothing here.
    return (await browser.version()).replace(/(\d+)\.[\d.]+/, '$1').replace('/', ' ');
  } finally {
    await browser.close();
  }
}
