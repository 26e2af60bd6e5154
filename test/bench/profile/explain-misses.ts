// A sentence for each budget that is missed and that a profile explains.
import type { ToldBy, Verdict } from '../budgets.ts';
import type { Profile } from '../results.ts';
import { figure } from '../table.ts';
import { owners } from './page-profile.ts';
import { works } from './panel-trace.ts';

export function explainMisses(missed: readonly Verdict[], profile: Profile): string[] {
  return missed.flatMap(({ what, told }) => {
    const why =
      told === undefined ? null : told.kind === 'panel' ? ofPanel(profile) : ofPage(profile, told);
    return why === null ? [] : [`${what}: ${why}`];
  });
}

function ofPage({ pages }: Profile, told: ToldBy & { kind: 'page' }): string | null {
  const find = (setUp: string) =>
    pages.find((profile) => profile.setUp === setUp && profile.traffic === told.traffic);
  const [before, after] = [find(told.without), find(told.with)];
  if (!before || !after) return null;
  const more = owners.map((owner) => {
    const us = after.perMessageUs[owner] - before.perMessageUs[owner];
    return `${owner} ${us < 0 ? '−' : '+'}${figure(Math.abs(us))}`;
  });
  return `a message takes the page's thread, in µs: ${more.join(', ')}.`;
}

function ofPanel({ panel }: Profile): string | null {
  const [longest] = panel?.longest ?? [];
  if (longest === undefined) return null;
  const parts = works
    .filter((work) => longest.workMs[work] >= 1)
    .map((work) => `${work} ${figure(longest.workMs[work])}`);
  return `in the profile the longest lasted ${figure(longest.ms)} ms, of which its thread had a processor for ${figure(longest.ranMs)} ms (${parts.join(', ')}).`;
}
