import type { Pipeline } from '../../decoders/layers.ts';
import { matchesPattern } from '../../decoders/url-pattern.ts';

/** What the user has pinned: how the messages of a socket, an address or a direction are decoded. */
export interface PipelineRule {
  /** The socket of this session, or null for all. */
  readonly socket: number | null;
  /** An address, in which `*` stands for anything; '' for all. */
  readonly url: string;
  readonly direction: 'sent' | 'received' | null;
  readonly pipeline: Pipeline;
}

export interface RowPlace {
  readonly socket: number;
  readonly url: string;
  readonly direction: 'sent' | 'received';
}

/**
 * The pipeline for a message, null for automatic. What names the socket goes before what names an
 * address, what names a direction before what does not, and of equals the latest.
 */
export function pipelineFor(rules: readonly PipelineRule[], place: RowPlace): Pipeline | null {
  let best: PipelineRule | null = null;
  for (const rule of rules) {
    if (appliesTo(rule, place) && (best === null || weightOf(rule) >= weightOf(best))) best = rule;
  }
  return best?.pipeline ?? null;
}

function appliesTo(rule: PipelineRule, { socket, url, direction }: RowPlace): boolean {
  if (rule.socket !== null && rule.socket !== socket) return false;
  if (rule.direction !== null && rule.direction !== direction) return false;
  return rule.url === '' || matchesPattern(rule.url, url);
}

const weightOf = (rule: PipelineRule): number =>
  (rule.socket === null ? 0 : 4) + (rule.url === '' ? 0 : 2) + (rule.direction === null ? 0 : 1);
