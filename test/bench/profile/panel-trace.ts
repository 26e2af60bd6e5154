// What the tasks of the panel's thread consist of while messages arrive, as the browser traces them: how much of
// them is script, styles, layout, drawing and garbage, and how long they stood still for lack of a processor.
import { openBed } from '../browsers.ts';
import { extensionProcesses } from '../extension-processes.ts';
import { receivePaced } from '../live-minute.ts';
import { recordOf } from '../record-of.ts';

export const works = ['script', 'garbage', 'styles', 'layout', 'drawing', 'other'] as const;
export type Work = (typeof works)[number];

export interface TracedTask {
  /** ms from its beginning to its end. */
  readonly ms: number;
  /** ms that its thread had a processor. The rest it waited for one, within the task. */
  readonly ranMs: number;
  /** ms from beginning to end, by what was done, which together make `ms`. */
  readonly workMs: Readonly<Record<Work, number>>;
}

export interface PanelProfile {
  readonly seconds: number;
  readonly perSecond: number;
  readonly tasks: number;
  /** Of all tasks, ms. */
  readonly all: TracedTask;
  /** The longest first. */
  readonly longest: readonly TracedTask[];
}

const shownTasks = 5;
const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-v8.gc',
];

export async function profilePanel(
  origin: string,
  { seconds, perSecond }: { readonly seconds: number; readonly perSecond: number },
  say: (line: string) => void,
): Promise<PanelProfile | null> {
  const { browser, page, driver } = await openBed('sockets', origin);
  try {
    if (driver === null) throw new Error('the Sockets tab is not open');
    const [panelProcess] = await extensionProcesses(browser);
    if (panelProcess === undefined) return null;
    await receivePaced(page, origin, perSecond, 2);
    await page.tracing.start({ categories });
    await receivePaced(page, origin, perSecond, seconds);
    const traced = await page.tracing.stop();
    if (traced === undefined) return null;
    const { traceEvents } = JSON.parse(new TextDecoder().decode(traced)) as Trace;
    const tasks = tasksOf(
      // Its main thread has the process's number.
      traceEvents.filter(({ pid, tid }) => pid === panelProcess && tid === panelProcess),
    );
    say(`profile of the panel, ${seconds} s`);
    return {
      seconds,
      perSecond,
      tasks: tasks.length,
      all: sum(tasks),
      longest: [...tasks].sort((a, b) => b.ms - a.ms).slice(0, shownTasks),
    };
  } finally {
    await browser.close();
  }
}

/** @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs, on a clock of the machine. */
  readonly ts: number;
  readonly dur?: number;
  /** µs that its thread had a processor. */
  readonly tdur?: number;
}

interface Trace {
  readonly traceEvents: readonly TraceEvent[];
}

/** The tasks of one thread, each with what was done in it. */
export function tasksOf(events: readonly TraceEvent[]): TracedTask[] {
  const whole = events
    .filter(({ ph, dur }) => ph === 'X' && dur !== undefined)
    // What begins together lies within what lasts longer.
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks: { event: TraceEvent; workUs: Record<Work, number> }[] = [];
  /** What the present event lies in, from the outermost inwards. */
  const around: TraceEvent[] = [];
  for (const event of whole) {
    while (around.length > 0 && endOf(around.at(-1)) <= event.ts) around.pop();
    const outer = around.at(-1);
    if (event.name === taskName) {
      if (outer === undefined) tasks.push({ event, workUs: recordOf(works, () => 0) });
      else continue;
    }
    const task = tasks.at(-1);
    if (task === undefined || endOf(task.event) <= event.ts) continue;
    task.workUs[workOf(event)] += event.dur ?? 0;
    // What an event takes is not its outer one's.
    if (event !== task.event && outer !== undefined) task.workUs[workOf(outer)] -= event.dur ?? 0;
    around.push(event);
  }
  return tasks.map(({ event, workUs }) => ({
    ms: (event.dur ?? 0) / 1000,
    ranMs: (event.tdur ?? event.dur ?? 0) / 1000,
    workMs: recordOf(works, (work) => workUs[work] / 1000),
  }));
}

const taskName = 'RunTask';
const endOf = (event: TraceEvent | undefined): number => (event?.ts ?? 0) + (event?.dur ?? 0);

function workOf({ name }: TraceEvent): Work {
  if (/GC/.test(name)) return 'garbage';
  if (
    /^(?:FunctionCall|v8\.|V8|EvaluateScript|EventDispatch|TimerFire|FireAnimationFrame|RunMicrotasks)/.test(
      name,
    )
  )
    return 'script';
  if (/^(?:UpdateLayoutTree|ParseAuthorStyleSheet|Recalculate)/.test(name)) return 'styles';
  if (/^(?:Layout$|IntersectionObserver|HitTest)/.test(name)) return 'layout';
  if (/^(?:PrePaint|Paint|Layerize|UpdateLayer|Commit|Composite)/.test(name)) return 'drawing';
  return 'other';
}

const sum = (tasks: readonly TracedTask[]): TracedTask => ({
  ms: tasks.reduce((total, { ms }) => total + ms, 0),
  ranMs: tasks.reduce((total, { ranMs }) => total + ranMs, 0),
  workMs: recordOf(works, (work) => tasks.reduce((total, { workMs }) => total + workMs[work], 0)),
});
