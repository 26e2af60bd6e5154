// The results as Markdown, for the console and for docs/benchmark.md.
import { setUpNames, setUps } from './browsers.ts';
import { verdicts } from './budgets.ts';
import type { SearchMeasurement } from './engine-by-size.ts';
import type { FrameMeasurement } from './frame-watch.ts';
import { traffics } from './page-throughput.ts';
import type { Results } from './results.ts';
import type { Rounds } from './statistics.ts';
import { figure, table } from './table.ts';

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

function sections(results: Results): Section[] {
  return [
    {
      title: 'Budgets',
      explanation: 'What is promised, beside what was measured. Medians of the rounds.',
      body: table(
        ['what', 'measured', 'budget', ''],
        verdicts(results).map(({ what, measured, budget, isMet }) => [
          what,
          measured,
          budget,
          isMet === null ? 'not measured' : isMet ? 'met' : '**missed**',
        ]),
      ),
    },
    throughput(results),
    recorder(results),
    panel(results),
    engine(results),
    search(results),
    {
      title: 'Bundles',
      explanation: 'Bytes, gzip. "Later" is what the panel starts by itself: its engine above all.',
      body: table(
        ['recorder', 'relay', 'panel', 'panel, later'],
        [
          [
            results.bundles.recorder,
            results.bundles.relay,
            results.bundles.panel,
            results.bundles.panelLater,
          ],
        ],
      ),
    },
  ];
}

function throughput({ throughput: { perSecond, loss, ...shares } }: Results): Section {
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
    body: [speeds, ratios, 'What the panel did with the messages of its set-up:', losses].join(
      '\n\n',
    ),
  };
}

function recorder({ recorder: rows }: Results): Section {
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

function panel({ live, largePanel, firstRow }: Results): Section {
  const million = largePanel.messages.toLocaleString('en');
  const frames = (name: string, of: FrameMeasurement) => [
    name,
    of.frames,
    of.medianMs,
    of.p95Ms,
    of.worstMs,
    of.over33Ms,
    of.longTasksMs.length,
    Math.max(0, ...of.longTasksMs),
  ];
  return {
    title: 'The panel',
    explanation: `Frames are those that the browser gave the panel, in steps of a 60th of a second; long tasks are those of 50 ms and more. Live: ${live.perSecond.toLocaleString('en')} messages/s for ${live.seconds} s. Scrolling: a panel with ${million} messages, by input events of the browser.`,
    body: [
      table(
        [
          'while',
          'frames',
          'median ms',
          'p95 ms',
          'worst ms',
          'over 33 ms',
          'long tasks',
          'longest ms',
        ],
        [
          frames('messages arrive', live),
          frames('the scrollbar is dragged', largePanel.drag),
          frames('the wheel is turned', largePanel.wheel),
        ],
      ),
      table(
        ['what', ''],
        [
          ['live: messages/s that the page received', figure(live.receivedPerSecond)],
          ['live: not recorded', figure(live.loss.exchanged - live.loss.recorded)],
          ['live: ms until a filter has its result', figure(live.filterMs)],
          ...live.longest.map((text) => ['live: ran longest', text]),
          [`${million} messages: µs to take one in`, figure(largePanel.fillUs)],
          [
            `${million} messages: memory, MB`,
            largePanel.grownBytes === null
              ? 'not measured: only Linux tells'
              : figure(largePanel.grownBytes / 1e6),
          ],
          [`${million} messages: filter, first rows ms`, rounds(largePanel.filterFirstRowsMs)],
          [`${million} messages: filter, complete ms`, rounds(largePanel.filterCompleteMs)],
          [
            `tab opened on ${firstRow.backlogMessages.toLocaleString('en')} messages: first row ms`,
            rounds(firstRow.firstRowMs),
          ],
          ["of it since the panel's page loads, ms", rounds(firstRow.sinceLoadMs)],
        ],
      ),
    ].join('\n\n'),
  };
}

function engine({ engine: sizes }: Results): Section {
  const perMessage = (search: SearchMeasurement | null, messages: number) =>
    search === null ? null : (search.completeMs.median * 1000) / messages;
  return {
    title: 'Cost per message, by size',
    explanation:
      'The engine alone, in a process of its own. Append: of the last tenth before the size, median (spread). Read down a column: where the numbers grow, the curve bends. (A filter waits up to 16 ms for its update, which shows at the small sizes.)',
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
      ]),
    ),
  };
}

function search({ engine: sizes }: Results): Section {
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

const rounds = ({ median, spread }: Rounds): string =>
  Number.isNaN(median) ? 'not measured' : `${figure(median)} (${figure(spread)})`;
