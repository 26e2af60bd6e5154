// What explains a budget that is missed: whose code the time of a message is, and what the panel's longest tasks are.
import { setUpNames } from '../browsers.ts';
import type { Profile } from '../results.ts';
import { type Cell, table } from '../table.ts';
import { owners, type PageProfile } from './page-profile.ts';
import { type PanelProfile, type TracedTask, works } from './panel-trace.ts';

export const profileExplanation =
  "Taken in runs of their own, because looking costs time too. First a message on the page's thread, µs, by whose code ran; `page` has the browser's `send` and the making of a message's text, whoever calls it first; `browser` is all that is no script: events, sockets, messages between processes, and with DevTools what it has the page's thread report. Then the tasks of the panel's thread while messages arrive: a task that is longer than it ran stood still meanwhile, because its thread had no processor.";

export function profileTables({ pages, panel }: Profile): string {
  return [
    table(
      ['set-up', 'traffic', ...owners, 'together'],
      pages.map((profile) => [
        setUpNames[profile.setUp],
        profile.traffic,
        ...owners.map((owner) => profile.perMessageUs[owner]),
        togetherUs(profile),
      ]),
    ),
    ...(panel === null ? ['The tasks of the panel cannot be told here.'] : [panelTable(panel)]),
  ].join('\n\n');
}

const togetherUs = ({ perMessageUs }: PageProfile): number =>
  owners.reduce((sum, owner) => sum + perMessageUs[owner], 0);

function panelTable({ tasks, all, longest, seconds, perSecond }: PanelProfile): string {
  const row = (name: string, { ms, ranMs, workMs }: TracedTask): Cell[] => [
    name,
    ms,
    ranMs,
    ...works.map((work) => workMs[work]),
  ];
  return table(
    ["tasks of the panel's thread", 'ms', 'of it ran', ...works],
    [
      ...longest.map((task, index) => row(`the longest, ${index + 1}`, task)),
      row(
        `all ${tasks.toLocaleString('en')} of ${seconds} s at ${perSecond.toLocaleString('en')} messages/s`,
        all,
      ),
    ],
  );
}
