// The results as Markdown, for the console and for docs/benchmark.md.
import { setUpNames, setUps } from './browsers.ts';
import { verdicts } from './budgets.ts';
import type { BundleSizes } from './bundle-sizes.ts';
import type { SearchMeasurement, SizeMeasurement } from './engine-by-size.ts';
import type { FirstRow } from './first-row.ts';
import type { FrameMeasurement } from './frame-watch.ts';
import type { LargePanel } from './large-panel.ts';
import type { LiveMeasurement } from './live-minute.ts';
import { type Throughput, traffics } from './page-throughput.ts';
import { explainMisses } from './profile/explain-misses.ts';
import { profileExplanation, profileTables } from './profile/profile-report.ts';
import type { Measurement } from './recorder.ts';
import type { Results } from './results.ts';
import type { Soak } from './soak.ts';
import type { Rounds } from './statistics.ts';
import type { StoredEngine } from './stored-engine.ts';
import { type Cell, figure, table } from './table.ts';

export function report(results: Results): string {
  return sections(results)
    .map(({ title, explanation, body }) => `## ${title}\n\n${explanation}\n\n${body}\n`)
    .join('\n');
}

export const machineLine = ({ machine: { cores, browser }, isQuick }: Results): string =>
  `Measured with ${cores} cores and ${browser}${isQuick ? ', in the quick form' : ''}.`;

interface Section {
  readonly title: string;
  readonly explanation: string;
  readonly body: string;
}

/** Those whose part was measured. */
function sections(results: Results): Section[] {
  const { throughput, recorder, engine, stored, soak, bundles, profile } = results;
  const all = [
    budgets(results),
    throughput && throughputSection(throughput),
    recorder && recorderSection(recorder),
    panelSection(results),
    engine && engineSection(engine),
    engine && searchSection(engine),
    stored && storedSection(stored),
    soak && soakSection(soak),
    profile && {
      title: 'Where the time goes',
      explanation: profileExplanation,
      body: profileTables(profile),
    },
    bundles && bundlesSection(bundles),
  ];
  return all.filter((section) => section !== null);
}

const budgets = (results: Results): Section => ({
  title: 'Budgets',
  explanation:
    'What is promised, beside what was measured. Medians of the rounds. Where the machine itself sets a limit, it stands beside.',
  body: [
    table(
      ['what', 'measured', 'budget', '', 'beside'],
      verdicts(results).map(({ what, measured, budget, isMet, beside = '' }) => [
        what,
        measured,
        budget,
        isMet === null ? 'not measured' : isMet ? 'met' : '**missed**',
        beside,
      ]),
    ),
    ...misses(results),
  ].join('\n\n'),
});

function misses(results: Results): string[] {
  const missed = verdicts(results).filter(({ isMet }) => isMet === false);
  const reasons = results.profile === null ? [] : explainMisses(missed, results.profile);
  if (reasons.length === 0) return [];
  return [
    'What is missed, by the profile below:',
    reasons.map((reason) => `- ${reason}`).join('\n'),
  ];
}

const bundlesSection = (bundles: BundleSizes): Section => ({
  title: 'Bundles',
  explanation: 'Bytes, gzip. "Later" is what the panel starts by itself: its engine above all.',
  body: table(
    ['recorder', 'relay', 'panel', 'panel, later'],
    [[bundles.recorder, bundles.relay, bundles.panel, bundles.panelLater]],
  ),
});

function throughputSection({ perSecond, loss, restless, ...shares }: Throughput): Section {
  const speeds = table(
    ['set-up', ...traffics.map((traffic) => `${traffic}, messages/s`)],
    setUps.map((setUp) => [
      setUpNames[setUp],
      ...traffics.map((traffic) => rounds(perSecond[traffic][setUp])),
    ]),
  );
  const ratios = table(
    ['ratio', ...traffics],
    (
      [
        ['closed / bare', shares.closedToBare],
        ['Sockets / Console', shares.socketsToConsole],
        ['Sockets / Network', shares.socketsToNetwork],
      ] as const
    ).map(([name, of]) => [name, ...traffics.map((traffic) => rounds(of[traffic]))]),
  );
  const losses = table(
    ['exchanged', 'recorded', 'dropped and counted', 'unaccounted'],
    [[loss.exchanged, loss.recorded, loss.dropped, loss.unaccounted]].map((row) =>
      row.map((count) => count.toLocaleString('en')),
    ),
  );
  return {
    title: 'Page throughput',
    explanation:
      'Messages of 64 bytes that a page gets through in a second: `receive` takes what the server pours, `echo` keeps 100 under way and counts both directions. A browser for each set-up, measured in turns. Ratios are taken round by round. Median (spread).',
    body: [
      speeds,
      ratios,
      `Turns that began before the browser of the one before had come to rest: ${restless}. What the panel did with the messages of its set-up:`,
      losses,
    ].join('\n\n'),
  };
}

function recorderSection(rows: readonly Measurement[]): Section {
  return {
    title: "The recorder's cost",
    explanation:
      "Time on the page's thread for one message of 64 bytes, with and without the extension. More sizes: `npm run bench:recorder`.",
    body: table(
      ['what', 'payload', 'native µs', 'recorded µs', 'the recorder µs'],
      rows.map(({ what, payload, nativeUs, recordedUs, addedUs }) => [
        what,
        payload,
        nativeUs,
        recordedUs,
        addedUs,
      ]),
    ),
  };
}

function panelSection({ live, largePanel, firstRow }: Results): Section | null {
  const frames: Cell[][] = [
    ...(live === null ? [] : [framesRow('messages arrive', live)]),
    ...(largePanel === null
      ? []
      : [
          framesRow('the scrollbar is dragged', largePanel.drag),
          framesRow('the wheel is turned', largePanel.wheel),
          framesRow('the wheel is turned over rows that stand still', largePanel.floor),
        ]),
  ];
  const facts: Cell[][] = [
    ...(live === null ? [] : liveFacts(live)),
    ...(largePanel === null ? [] : largePanelFacts(largePanel)),
    ...(firstRow === null ? [] : firstRowFacts(firstRow)),
  ];
  if (facts.length === 0) return null;
  return {
    title: 'The panel',
    explanation: [
      "Frames are those that the browser gave the panel, in steps of a 60th of a second; long tasks are those of 50 ms and more. How long the panel's thread ran, and how long it waited for a processor that something else had, is in percent of the time: what waits is late, whatever it does.",
      live && `Live: ${live.perSecond.toLocaleString('en')} messages/s for ${live.seconds} s.`,
      largePanel &&
        `Scrolling: a panel with ${largePanel.messages.toLocaleString('en')} messages, by input events of the browser.`,
    ]
      .filter((sentence) => sentence !== null)
      .join(' '),
    body: [
      ...(frames.length === 0 ? [] : [table(framesHeader, frames)]),
      table(['what', ''], facts),
    ].join('\n\n'),
  };
}

const framesHeader = [
  'while',
  'frames',
  'median ms',
  'p95 ms',
  'worst ms',
  'over 33 ms',
  'long tasks',
  'longest ms',
  'ran %',
  'waited %',
];
const framesRow = (name: string, of: FrameMeasurement): Cell[] => [
  name,
  of.frames,
  of.medianMs,
  of.p95Ms,
  of.worstMs,
  of.over33Ms,
  of.longTasksMs.length,
  Math.max(0, ...of.longTasksMs),
  ...shares(of),
];

/** Percent of the time that the frames took. */
function shares({ frames, meanMs, thread }: FrameMeasurement): Cell[] {
  if (thread === null) return [null, null];
  return [thread.ranMs, thread.waitedMs].map((ms) => (ms * 100) / (frames * meanMs));
}

const liveFacts = (live: LiveMeasurement): Cell[][] => [
  ['live: messages/s that the page received', figure(live.receivedPerSecond)],
  ['live: not recorded', figure(live.loss.exchanged - live.loss.recorded)],
  ['live: ms until a filter has its result', figure(live.filterMs)],
  ...live.longest.map((text) => ['live: ran longest', text]),
];

const largePanelFacts = (largePanel: LargePanel): Cell[][] => {
  const million = largePanel.messages.toLocaleString('en');
  return [
    [`${million} messages: µs to take one in`, figure(largePanel.fillUs)],
    [
      `${million} messages: memory, MB`,
      largePanel.grownBytes === null
        ? 'not measured: only Linux tells'
        : figure(largePanel.grownBytes / 1e6),
    ],
    [`${million} messages: filter, first rows ms`, rounds(largePanel.filterFirstRowsMs)],
    [`${million} messages: filter, complete ms`, rounds(largePanel.filterCompleteMs)],
  ];
};

const firstRowFacts = (firstRow: FirstRow): Cell[][] => [
  [
    `tab opened on ${firstRow.backlogMessages.toLocaleString('en')} messages: first row ms`,
    rounds(firstRow.firstRowMs),
  ],
  ["of it since the panel's page loads, ms", rounds(firstRow.sinceLoadMs)],
];

function engineSection(sizes: readonly SizeMeasurement[]): Section {
  const perMessage = (search: SearchMeasurement | null, messages: number) =>
    search === null ? null : (search.completeMs.median * 1000) / messages;
  return {
    title: 'Cost per message, by size',
    explanation:
      'The engine alone, in a process of its own. Append: of the last tenth before the size, median (spread). Read down a column: where the numbers grow, the curve bends. (A filter waits 16 ms for its first update and up to 50 ms for the next, which shows at the small sizes.)',
    body: table(
      [
        'messages',
        'append µs',
        'memory B',
        'held B',
        'plain filter µs',
        'absent word µs',
        'regex µs',
        '40 rows anywhere µs',
        'p95',
        'decode one µs',
        'p95',
        'timeline µs',
        'p95',
      ],
      sizes.map((size) => [
        size.messages.toLocaleString('en'),
        rounds(size.appendUs),
        size.memoryBytes,
        size.heldBytes,
        perMessage(size.plain, size.messages),
        perMessage(size.absent, size.messages),
        perMessage(size.regex, size.messages),
        size.windowUs.median,
        size.windowUs.p95,
        size.messageUs.median,
        size.messageUs.p95,
        size.timelineUs.median,
        size.timelineUs.p95,
      ]),
    ),
  };
}

function searchSection(sizes: readonly SizeMeasurement[]): Section {
  return {
    title: 'Search, by size',
    explanation:
      'ms until rows can be drawn, and until the whole log was looked at. The word is in one message of a thousand, or in none. Median (spread).',
    body: table(
      [
        'messages',
        'found',
        'plain: first',
        'complete',
        'absent: complete',
        'regex: first',
        'complete',
      ],
      sizes.map(({ messages, plain, absent, regex }) => [
        messages.toLocaleString('en'),
        plain.found,
        rounds(plain.firstRowsMs),
        rounds(plain.completeMs),
        rounds(absent.completeMs),
        regex === null ? 'not measured' : rounds(regex.firstRowsMs),
        regex === null ? 'not measured' : rounds(regex.completeMs),
      ]),
    ),
  };
}

const megabytes = (bytes: number): string => `${figure(bytes / 1e6)} MB`;

const storedSection = (stored: StoredEngine): Section => ({
  title: 'More than memory holds',
  explanation: `The engine alone with ${stored.messages.toLocaleString('en')} messages of ${stored.messageBytes} bytes, the memory budget that a panel has by itself, and a file. Memory is the heap and the buffers of its process, without garbage.`,
  body: table(
    ['what', ''],
    [
      ['memory, at the end', megabytes(stored.memoryBytes)],
      ['memory, at most since half of them', megabytes(stored.peakBytes)],
      ['on the disk', megabytes(stored.diskBytes)],
      ['messages without their content', figure(stored.forgottenMessages)],
      ['append µs, before the file is used', rounds(stored.appendInMemoryUs)],
      ['append µs, with the file', rounds(stored.appendToDiskUs)],
      ['40 rows anywhere µs, median', figure(stored.windowUs.median)],
      ['40 rows anywhere µs, p95', figure(stored.windowUs.p95)],
      ['filter: first rows ms', figure(stored.filterFirstRowsMs)],
      ['filter: complete ms', figure(stored.filterCompleteMs)],
      ['filter: found', figure(stored.found)],
    ],
  ),
});

const soakSection = (soak: Soak): Section => ({
  title: 'Soak',
  explanation: `${soak.perSecond.toLocaleString('en')} messages/s of ${soak.messageBytes} bytes for ${figure(soak.seconds / 60)} minutes, into a panel that may hold ${soak.budgetMB} MB of payloads. Beyond the budget payloads go to the disk; what stays is the row of a message, 20 bytes. DevTools itself keeps each message for its Network tab, in other processes.`,
  body: [
    table(
      [
        'after s',
        'recorded',
        'held MB',
        'on disk MB',
        "the panel's process MB",
        'the whole browser MB',
      ],
      everyNth(soak.samples, 6).map((sample) => [
        Math.round(sample.atSeconds),
        sample.recorded,
        sample.heldMB,
        sample.diskMB,
        sample.panelBytes === null ? null : sample.panelBytes / 1e6,
        sample.browserBytes === null ? null : sample.browserBytes / 1e6,
      ]),
    ),
    table(framesHeader, [framesRow('messages arrive', soak.frames)]),
    `Lost: ${soak.loss.exchanged - soak.loss.recorded} of ${soak.loss.exchanged.toLocaleString('en')}.`,
  ].join('\n\n'),
});

const everyNth = <Item>(items: readonly Item[], step: number): Item[] =>
  items.filter((_, index) => index % step === 0 || index === items.length - 1);

const rounds = ({ median, spread }: Rounds): string =>
  Number.isNaN(median) ? 'not measured' : `${figure(median)} (${figure(spread)})`;
