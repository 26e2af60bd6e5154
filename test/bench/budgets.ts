import type { FrameMeasurement } from './frame-watch.ts';
import { traffics } from './page-throughput.ts';
import type { Results } from './results.ts';
import { figure } from './table.ts';

export interface Verdict {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  /** null: it could not be measured. */
  readonly isMet: boolean | null;
}

/** What was promised, beside what was measured. */
export function verdicts(results: Results): Verdict[] {
  const { throughput, recorder, live, engine, largePanel, bundles } = results;
  const millionBytes = largePanel.grownBytes;
  const longestTask = Math.max(0, ...live.longTasksMs);
  const first = engine[0]?.appendUs.median ?? Number.NaN;
  const last = engine.at(-1);
  return [
    ...traffics.map((traffic) =>
      atLeast(
        `page throughput (${traffic}), installed and closed against bare`,
        throughput.closedToBare[traffic].median,
        0.97,
      ),
    ),
    ...traffics.map((traffic) =>
      atLeast(
        `page throughput (${traffic}), Sockets open against Console without the extension`,
        throughput.socketsToConsole[traffic].median,
        0.9,
      ),
    ),
    ...recorder
      .filter(({ bytes, payload }) => bytes === 64 && payload === 'text')
      .map(({ what, addedUs }) => atMost(`recorder's cost, ${what} 64 B text`, addedUs, 2, 'µs')),
    atMost(
      'messages lost at full speed',
      throughput.loss.exchanged - throughput.loss.recorded,
      0,
      'messages',
    ),
    below(
      `longest task while ${live.perSecond.toLocaleString('en')} messages/s arrive`,
      longestTask,
      50,
    ),
    ...scrolling('dragging the scrollbar', largePanel.drag),
    ...scrolling('turning the wheel', largePanel.wheel),
    atMost(
      `memory that ${largePanel.messages.toLocaleString('en')} messages of 64 B add to the browser`,
      millionBytes === null ? Number.NaN : millionBytes / 1e6,
      150,
      'MB',
    ),
    atMost(
      'plain-text filter in the panel, first rows',
      largePanel.filterFirstRowsMs.median,
      100,
      'ms',
    ),
    atMost(
      'plain-text filter in the panel, complete',
      largePanel.filterCompleteMs.median,
      1000,
      'ms',
    ),
    // "Constant" with room for a cache that is too small and for what else the machine does.
    atMost(
      `cost of one more message at ${(last?.messages ?? 0).toLocaleString('en')}, against the smallest size`,
      (last?.appendUs.median ?? Number.NaN) / first,
      1.5,
      '×',
    ),
    atMost('recorder bundle, gzip', bundles.recorder / 1000, 6, 'kB'),
    atMost('eager panel bundle, gzip', bundles.panel / 1000, 60, 'kB'),
  ];
}

const scrolling = (how: string, { p95Ms, worstMs }: FrameMeasurement): Verdict[] => [
  below(`${how}: 95 of 100 frames`, p95Ms, 17),
  // Two steps of a 60th of a second, as the browser rounds them.
  below(`${how}: worst frame`, worstMs, 34),
];

function verdict(
  what: string,
  measured: number,
  budget: string,
  unit: string,
  isMet: boolean,
): Verdict {
  return {
    what,
    measured: Number.isNaN(measured) ? 'not measured' : `${figure(measured)} ${unit}`.trim(),
    budget,
    isMet: Number.isNaN(measured) ? null : isMet,
  };
}

const atLeast = (what: string, measured: number, least: number): Verdict =>
  verdict(what, measured, `≥ ${least}`, '', measured >= least);
const atMost = (what: string, measured: number, most: number, unit: string): Verdict =>
  verdict(what, measured, `≤ ${most} ${unit}`, unit, measured <= most);
/** Also 0, which says that the browser has told of no task that was as long. */
const below = (what: string, measured: number, limit: number): Verdict =>
  measured === 0
    ? { what, measured: `none of ${limit} ms`, budget: `< ${limit} ms`, isMet: true }
    : verdict(what, measured, `< ${limit} ms`, 'ms', measured < limit);
