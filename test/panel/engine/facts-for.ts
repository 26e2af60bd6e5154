import { RowFactsCache } from '../../../panel/engine/decoding/row-facts.ts';
import { RowLayers } from '../../../panel/engine/decoding/row-layers.ts';
import type { Session } from '../../../panel/engine/session.ts';

/** What the rows of a session mean, on a clock that stands. */
export const factsFor = ({ log, sockets }: Pick<Session, 'log' | 'sockets'>): RowFactsCache =>
  new RowFactsCache(new RowLayers(log, sockets), () => 0);
