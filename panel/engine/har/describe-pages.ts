import type { Page } from 'har-format';
import { isoTime } from './har-time.ts';

export interface HarDocument {
  readonly id: number;
  readonly url: string;
  readonly isTop: boolean;
}

const maxTitleChars = 2048;

export const pageId = (document: number): string => `page_${document}`;

/**
 * One page for each document of the top level.
 * @param firstSocketAtMs when the first socket of a page was created: the first that is known of the page
 */
export function describePages(
  documents: readonly HarDocument[],
  firstSocketAtMs: ReadonlyMap<number, number>,
  exportedAtMs: number,
): Page[] {
  return documents
    .filter((document) => document.isTop)
    .map(({ id, url }) => ({
      startedDateTime: isoTime(firstSocketAtMs.get(id) ?? exportedAtMs),
      id: pageId(id),
      title: url.slice(0, maxTitleChars),
      pageTimings: { onContentLoad: -1, onLoad: -1 },
    }));
}

/**
 * The document of the top level that a document belongs to, or null. Nobody tells which page a frame is
 * in, but frames come after their page: it is the newest page before the frame, or else the first.
 */
export function pageOf(document: number, documents: readonly HarDocument[]): number | null {
  const own = documents.find(({ id }) => id === document);
  if (own === undefined) return null;
  if (own.isTop) return own.id;
  // Imported documents have negative ids, and are no page of a frame.
  const pages = documents
    .filter(({ isTop, id }) => isTop && id >= 0)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  return pages.findLast((id) => id < document) ?? pages[0] ?? null;
}
