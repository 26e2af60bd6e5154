/** Entry of the worker that runs the user's regexes and nothing else, so that it can be ended. */
import { matchChunk } from './match-chunk.ts';
import type { RegexRequest } from './regex-chunk.ts';

self.addEventListener('message', (event: MessageEvent<RegexRequest>) => {
  matchChunk(event.data, (report) => {
    const transfer = report.kind === 'done' ? [report.bitmap.buffer] : [];
    self.postMessage(report, { transfer });
  });
});
