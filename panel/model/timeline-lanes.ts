import type { SocketSummary } from '../engine/socket-table.ts';

/** More lanes would be lower than a mark can be told from its neighbour. */
const mostLanes = 6;

/**
 * Which sockets share a lane: one each for up to six that are chosen, or else that have messages. More
 * of them share one lane; null: all.
 */
export function timelineLanes(
  sockets: ReadonlyMap<number, SocketSummary>,
  chosen: ReadonlySet<number> | null,
): readonly (readonly number[] | null)[] {
  if (chosen !== null)
    return chosen.size > mostLanes ? [[...chosen]] : [...chosen].sort(byId).map((id) => [id]);
  const inUse: number[] = [];
  for (const { id, sentMessages, receivedMessages } of sockets.values()) {
    if (sentMessages + receivedMessages > 0) inUse.push(id);
    if (inUse.length > mostLanes) return [null];
  }
  return inUse.length < 2 ? [null] : inUse.sort(byId).map((id) => [id]);
}

const byId = (a: number, b: number): number => a - b;
