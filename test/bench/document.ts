import { machineLine, report } from './report.ts';
import type { Results } from './results.ts';

/** docs/benchmark.md: the results, and how to get them again. */
export function benchmarkDocument(results: Results): string {
  return `# Benchmark

\`npm run bench\` measures this, prints it and writes it to \`out/bench.json\`; \`-- --quick\` does so in under two
minutes, with fewer rounds, without the largest size and the profile; \`-- --soak\` adds ten minutes of messages, \`-- --only live\`
measures one part, \`-- --write-docs\` writes this page. It starts a server in
another process and a browser for each set-up. Nothing is compared with a number from another run: ratios are
taken within a round, in which all set-ups have had their turn. Where a value is followed by another in brackets,
the first is the median of the rounds and the second how far the middle half of them lies apart; all of them are
in \`out/bench.json\`. A spread that is as large as the difference one looks for says that the machine was busy:
run it again.

${machineLine(results)}

${report(results)}`;
}
