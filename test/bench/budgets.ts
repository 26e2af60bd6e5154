import type { SetUp } from './browsers.ts';
import type { SizeMeasurement } from './engine-by-size.ts';
import type { FrameMeasurement } from './frame-watch.ts';
import type { LargePanel } from './large-panel.ts';
import type { LiveMeasurement } from './live-minute.ts';
import { type Throughput, type Traffic, traffics } from './page-throughput.ts';
import type { Results } from './results.ts';
import { growthPerMessage, type Soak, settled } from './soak.ts';
import type { StoredTask } from './stored-engine.ts';
import { figure } from './table.ts';

export interface Verdict {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  /** null: it could not be measured. */
  readonly isMet: boolean | null;
  /** What else was measured that says how much of it is the machine's. */
  readonly beside?: string;
  /** Which profile tells why it is missed. */
  readonly told?: ToldBy;
}

/** By two profiles of a page, or by the panel's longest tasks. */
export type ToldBy =
  | {
      readonly kind: 'page';
      readonly traffic: Traffic;
      readonly without: SetUp;
      readonly with: SetUp;
    }
  | { readonly kind: 'panel' };

/** What was promised, beside what was measured. */
export function verdicts(results: Results): Verdict[] {
  const { throughput, recorder, live, engine, stored, soak, largePanel, bundles } = results;
  return [
    ...(throughput === null ? [] : throughputVerdicts(throughput)),
    ...(recorder ?? [])
      .filter(({ bytes, payload }) => bytes === 64 && payload === 'text')
      .map(({ what, addedUs }) => ({
        ...atMost(`recorder's cost, ${what} 64 B text`, addedUs, 2, 'µs'),
        told: {
          kind: 'page' as const,
          traffic: what === 'send' ? ('echo' as const) : ('receive' as const),
          without: 'bare' as const,
          with: 'closed' as const,
        },
      })),
    ...(live === null ? [] : [liveVerdict(live)]),
    ...(largePanel === null ? [] : largePanelVerdicts(largePanel)),
    ...(engine === null ? [] : [engineVerdict(engine)]),
    ...(stored === null
      ? []
      : [
          atMost(
            `memory of ${stored.messages.toLocaleString('en')} messages, ${figure(gigabytes(stored))} GB, the engine alone`,
            stored.peakBytes / 1e6,
            300,
            'MB',
          ),
        ]),
    ...(soak === null ? [] : soakVerdicts(soak)),
    ...(bundles === null
      ? []
      : [
          atMost('recorder bundle, gzip', bundles.recorder / 1000, 6, 'kB'),
          atMost('eager panel bundle, gzip', bundles.panel / 1000, 60, 'kB'),
        ]),
  ];
}

const throughputVerdicts = (throughput: Throughput): Verdict[] => {
  const { closedToBare, socketsToConsole, loss } = throughput;
  return [
    ...traffics.map((traffic) => ({
      ...atLeast(
        `page throughput (${traffic}), installed and closed against bare`,
        closedToBare[traffic].median,
        0.97,
      ),
      beside: perMessage(throughput, traffic, 'bare', 'closed'),
      told: { kind: 'page' as const, traffic, without: 'bare' as const, with: 'closed' as const },
    })),
    ...traffics.map((traffic) => ({
      ...atLeast(
        `page throughput (${traffic}), Sockets open against Console without the extension`,
        socketsToConsole[traffic].median,
        0.9,
      ),
      beside: perMessage(throughput, traffic, 'console', 'sockets'),
      told: {
        kind: 'page' as const,
        traffic,
        without: 'console' as const,
        with: 'sockets' as const,
      },
    })),
    atMost('messages lost at full speed', loss.exchanged - loss.recorded, 0, 'messages'),
  ];
};

/** A ratio says little without what it is of: the faster the page, the more a microsecond is. */
function perMessage(
  { perSecond }: Throughput,
  traffic: (typeof traffics)[number],
  without: SetUp,
  withSockets: SetUp,
): string {
  const us = (setUp: SetUp): string => figure(1e6 / perSecond[traffic][setUp].median);
  return `a message each ${us(withSockets)} µs instead of ${us(without)}`;
}

const liveVerdict = (live: LiveMeasurement): Verdict => ({
  ...below(
    `longest task while ${live.perSecond.toLocaleString('en')} messages/s arrive`,
    Math.max(0, ...live.longTasksMs),
    50,
  ),
  beside: waiting(live),
  told: { kind: 'panel' },
});

/** How much of the time the panel's thread could have run and had no processor. */
function waiting({ thread, frames, meanMs }: FrameMeasurement): string {
  if (thread === null) return '';
  const percent = (ms: number): string => figure((ms * 100) / (frames * meanMs));
  return `its thread ran ${percent(thread.ranMs)} % of the time and waited ${percent(thread.waitedMs)} % for a processor`;
}

const largePanelVerdicts = (largePanel: LargePanel): Verdict[] => [
  ...scrolling('dragging the scrollbar', largePanel.drag, largePanel.floor),
  ...scrolling('turning the wheel', largePanel.wheel, largePanel.floor),
  atMost(
    `memory that ${largePanel.messages.toLocaleString('en')} messages of 64 B add to the browser`,
    (largePanel.grownBytes ?? Number.NaN) / 1e6,
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
];

const gigabytes = ({ messages, messageBytes }: StoredTask): number =>
  (messages * messageBytes) / 1e9;

const soakVerdicts = ({ samples, seconds, loss, messageBytes }: Soak): Verdict[] => [
  atMost(
    `what ${seconds} s of messages of ${messageBytes} B add to the panel's process once the budget is reached, each`,
    growthPerMessage(settled(samples), ({ panelBytes }) => panelBytes ?? Number.NaN),
    32,
    'B',
  ),
  atMost(`messages lost in ${seconds} s`, loss.exchanged - loss.recorded, 0, 'messages'),
];

/** "Constant" with room for a cache that is too small and for what else the machine does. */
function engineVerdict(engine: readonly SizeMeasurement[]): Verdict {
  const last = engine.at(-1);
  return atMost(
    `cost of one more message at ${(last?.messages ?? 0).toLocaleString('en')}, against the smallest size`,
    (last?.appendUs.median ?? Number.NaN) / (engine[0]?.appendUs.median ?? Number.NaN),
    1.5,
    '×',
  );
}

const scrolling = (
  how: string,
  { p95Ms, worstMs }: FrameMeasurement,
  floor: FrameMeasurement,
): Verdict[] => [
  {
    ...below(`${how}: 95 of 100 frames`, p95Ms, 17),
    beside: `rows that stand still: ${figure(floor.p95Ms)} ms`,
  },
  {
    // Two steps of a 60th of a second, as the browser rounds them.
    ...below(`${how}: worst frame`, worstMs, 34),
    beside: `rows that stand still: ${figure(floor.worstMs)} ms`,
  },
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
