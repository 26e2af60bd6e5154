import { type Decoded, defaultBudget } from '../../../panel/decoders/decoder.ts';
import { decodeLayers, plain } from '../../../panel/decoders/layers.ts';
import { allDecoders } from '../../../panel/decoders/registry.ts';
import { median, type Rounds, ratios, roundsOf } from '../statistics.ts';
import { table } from '../table.ts';
import { type Contender, formatContenders } from './contenders.ts';
import { falsePositives, mistaken, randomPayloads, textPayloads } from './false-positives.ts';
import { protocolContenders } from './protocol-contenders.ts';
import { realPayloads } from './real-payloads.ts';

export { whySlower } from './why-slower.ts';

/** A decoder and a library on the same payload, in turns. */
export interface DecoderSpeed {
  readonly decoder: string;
  readonly library: string;
  readonly what: string;
  readonly bytes: number;
  /** µs a message. */
  readonly ours: Rounds;
  readonly theirs: Rounds;
  /** Ours divided by theirs, round by round: above 1 ours is slower. */
  readonly ratio: Rounds;
}

export interface DecoderBenchOptions {
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** ms that one of the two decodes in a round. */
const turnMs = 60;

export interface DecoderBench {
  readonly formats: readonly DecoderSpeed[];
  readonly protocols: readonly DecoderSpeed[];
}

/** What decoding costs beside libraries that make plain values, without annotating them. */
export function benchDecoders({ rounds, say }: DecoderBenchOptions): DecoderBench {
  const measure = (contender: Contender): DecoderSpeed => {
    say(`${nameOf(contender)} beside ${contender.library}, ${contender.what}`);
    return compare(contender, rounds);
  };
  const formats = formatContenders();
  const protocols = protocolContenders();
  recogniseAll([...formats, ...protocols]);
  return { formats: formats.map(measure), protocols: protocols.map(measure) };
}

/** ms for which each payload is recognised and decoded before anything is measured. */
const recogniseMs = 40;

/**
 * Has every decoder look at payloads of every kind, as in the panel. One that has run alone is
 * faster than it is there: V8 compiles it for the only classes that it has seen.
 */
function recogniseAll(contenders: readonly Contender[]): void {
  for (const { payload, hint = {} } of contenders) {
    const end = performance.now() + recogniseMs;
    while (performance.now() < end) decodeLayers(payload, hint);
  }
}

const nameOf = ({ layers }: Contender): string => layers.join(', ');

function compare(contender: Contender, rounds: number): DecoderSpeed {
  const { payload, library, what } = contender;
  const decodeByUs = decodingByUs(contender);
  const decodeByThem = (): void => {
    contender.decodeByLibrary(payload.bytes);
  };
  // Compiled before anything counts.
  turn(decodeByUs);
  turn(decodeByThem);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Whoever goes second finds the machine as the other left it: they take turns in that, too.
    const [first, second] = round % 2 === 0 ? [ours, theirs] : [theirs, ours];
    first.push(turn(first === ours ? decodeByUs : decodeByThem));
    second.push(turn(second === ours ? decodeByUs : decodeByThem));
  }
  return {
    ...{ decoder: nameOf(contender), library, what, bytes: payload.bytes.length },
    ours: roundsOf(ours),
    theirs: roundsOf(theirs),
    ratio: roundsOf(ratios(ours, theirs)),
  };
}

/** One decoder by itself, or the layers of a message with what they mean. */
export function decodingByUs({ layers, payload, hint = {} }: Contender): () => void {
  const check = (decoded: Decoded | undefined): void => {
    if (decoded?.ok !== true) throw new Error(decoded?.reason ?? 'nothing was decoded');
  };
  const [name] = layers;
  const decoder = allDecoders.find((each) => each.name === name);
  if (decoder === undefined) throw new Error(`no decoder is named ${name}`);
  if (layers.length === 1) return () => check(decoder.decode(payload, hint, defaultBudget));
  const pipeline = [...layers, plain];
  return () => check(decodeLayers(payload, hint, { pipeline }).at(-1)?.decoded);
}

/** µs a call, as the median of batches of calls within a turn. */
function turn(decode: () => void): number {
  const batches: number[] = [];
  const end = performance.now() + turnMs;
  let calls = 1;
  while (performance.now() < end) {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) decode();
    const tookMs = performance.now() - start;
    batches.push((tookMs * 1000) / calls);
    // Batches of a millisecond or more: a clock has steps.
    if (tookMs < 1) calls *= 2;
  }
  return median(batches);
}

/** The table of speeds. */
export function speedTable(speeds: readonly DecoderSpeed[]): string {
  const rows = speeds.map(({ decoder, library, what, bytes, ours, theirs, ratio }) => [
    decoder,
    library,
    `${what}, ${bytes.toLocaleString('en')} B`,
    1_000_000 / ours.median,
    bytes / ours.median,
    ours.median,
    theirs.median,
    ratio.median,
    ratio.spread,
  ]);
  const header = ['decoder', 'library', 'payload', 'messages/s', 'MB/s', 'ours µs', 'library µs'];
  return table([...header, 'ours / library', 'spread'], rows);
}

/** What is recognised where nothing is, as a table. */
export function falsePositiveTable(count: number): string {
  const groups = [
    ['random bytes, 1 to 512', falsePositives(randomPayloads(count, 7))],
    ['prose, log lines, single words', falsePositives(textPayloads(count, 7))],
  ] as const;
  const rows = groups.map(([what, { payloads, chosen }]) => {
    const sum = [...chosen.values()].reduce((total, each) => total + each, 0);
    const names = [...chosen].map(([name, times]) => `${name} ${times}`).join(', ');
    return [what, payloads, sum, names];
  });
  return table(['payloads', 'how many', 'taken for something', 'for what'], rows);
}

/** What is recognised in payloads that libraries have written, as a table. */
export function mistakenTable(count: number): string {
  const samples = realPayloads(count, 7);
  const found = mistaken(samples);
  const rows = [...samples.keys()].map((name) => {
    const of = [...found].filter(([key]) => key.startsWith(`${name} > `));
    const nothing = found.get(`${name} > nothing`) ?? 0;
    const others = of.filter(([key]) => !key.endsWith(' > nothing'));
    const wrong = others.reduce((total, [, times]) => total + times, 0);
    const names = others.map(([key, times]) => `${key.slice(name.length + 3)} ${times}`).join(', ');
    return [name, count, count - nothing - wrong, nothing, wrong, names];
  });
  const header = ['format', 'how many', 'recognised', 'not recognised', 'taken for another'];
  return table([...header, 'for which'], rows);
}
