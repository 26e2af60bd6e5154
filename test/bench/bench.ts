// One run of the whole benchmark: one part after the other, each with the machine to itself.
import { cpus } from 'node:os';
import { launchChromium } from '../support/browser.ts';
import { measureBundles } from './bundle-sizes.ts';
import { startChild } from './child.ts';
import type { EngineTask, SizeMeasurement } from './engine-by-size.ts';
import { measureFirstRow } from './first-row.ts';
import { measureLargePanel } from './large-panel.ts';
import { measureLive } from './live-minute.ts';
import { measureThroughput } from './page-throughput.ts';
import { benchRecorder } from './recorder.ts';
import type { Results } from './results.ts';
import type { ServerReady } from './server.ts';

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
  readonly engine: EngineTask;
}

const full: Scale = {
  throughputRounds: 9,
  throughputMessages: 20_000,
  recorderRounds: 15,
  liveSeconds: 60,
  filterRounds: 5,
  scrollSeconds: 15,
  openings: 7,
  engine: {
    sizes: [10_000, 100_000, 1_000_000, 10_000_000],
    rounds: 5,
    largestForRegex: 10_000_000,
  },
};

const quick: Scale = {
  throughputRounds: 3,
  throughputMessages: 5000,
  recorderRounds: 3,
  liveSeconds: 10,
  filterRounds: 2,
  scrollSeconds: 3,
  openings: 3,
  engine: { sizes: [10_000, 100_000, 1_000_000], rounds: 2, largestForRegex: 100_000 },
};

export async function bench({
  isQuick,
  say,
}: {
  isQuick: boolean;
  say: (line: string) => void;
}): Promise<Results> {
  const scale = isQuick ? quick : full;
  const messages = 1_000_000;
  const bundles = await measureBundles();
  const engine = await measureEngine(scale.engine, say);
  const recorder = await benchRecorder({ rounds: scale.recorderRounds, largest: 64, say });
  const server = startChild<ServerReady>('test/bench/server.ts', {});
  try {
    const { port } = await server.next();
    const origin = `http://127.0.0.1:${port}`;
    const throughput = await measureThroughput({
      origin,
      rounds: scale.throughputRounds,
      messages: scale.throughputMessages,
      say,
    });
    const firstRow = await measureFirstRow(origin, scale.openings);
    say('time to the first row');
    const live = await measureLive(origin, scale.liveSeconds);
    say(`${scale.liveSeconds} s live`);
    const { filterRounds, scrollSeconds } = scale;
    const largePanel = await measureLargePanel({
      origin,
      messages,
      filterRounds,
      scrollSeconds,
      say,
    });
    const machine = { cores: cpus().length, browser: await browserVersion() };
    return {
      isQuick,
      machine,
      throughput,
      recorder,
      live,
      engine,
      largePanel,
      firstRow,
      bundles,
    };
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

async function browserVersion(): Promise<string> {
  const browser = await launchChromium({ extension: null });
  try {
    // Chrome/156.0.1.2: the last two numbers say nothing here.
    return (await browser.version()).replace(/(\d+)\.[\d.]+/, '$1').replace('/', ' ');
  } finally {
    await browser.close();
  }
}
