import type { TimelineLane, TimeSpan } from '../engine/engine-contract.ts';

/** A mark in whole pixels of the screen. Sent stands on the lane's middle line, received hangs from it. */
export interface Mark {
  readonly isSent: boolean;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface LanePlace {
  /** Pixels of the screen. */
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** Pixels of the screen in one px of CSS. */
  readonly ratio: number;
}

/** The highest count of a direction in one bin, of all lanes: they share a scale, so they compare. */
export function highestCount(lanes: readonly TimelineLane[]): number {
  let highest = 0;
  for (const { sent, received } of lanes)
    for (let bin = 0; bin < sent.length; bin++)
      highest = Math.max(highest, sent[bin] as number, received[bin] as number);
  return highest;
}

/** Heights grow with the square root, so that a single message is seen beside a burst of thousands. */
export function laneMarks(
  lane: TimelineLane,
  sight: TimeSpan,
  highest: number,
  { width, top, height, ratio }: LanePlace,
): Mark[] {
  const marks: Mark[] = [];
  const scale = width / (sight.toMs - sight.fromMs);
  const middle = top + Math.round(height / 2);
  const room = Math.max(1, Math.floor(height / 2) - Math.round(ratio));
  const least = Math.min(room, Math.round(2 * ratio));
  for (let bin = 0; bin < lane.sent.length; bin++) {
    const sent = lane.sent[bin] as number;
    const received = lane.received[bin] as number;
    if (sent + received === 0) continue;
    const fromMs = (lane.firstBin + bin) * lane.widthMs;
    const left = Math.floor((fromMs - sight.fromMs) * scale);
    const right = Math.floor((fromMs + lane.widthMs - sight.fromMs) * scale);
    const markWidth = Math.max(Math.round(ratio), right - left);
    const heightOf = (count: number): number =>
      Math.max(least, Math.round(Math.sqrt(count / highest) * room));
    if (sent > 0) {
      const tall = heightOf(sent);
      marks.push({ isSent: true, left, top: middle - tall, width: markWidth, height: tall });
    }
    if (received > 0) {
      const tall = heightOf(received);
      const below = middle + Math.max(1, Math.round(ratio));
      marks.push({ isSent: false, left, top: below, width: markWidth, height: tall });
    }
  }
  return marks;
}

/** What lies in one place of a lane. Both times are those of its bins. */
export interface CountsAt extends TimeSpan {
  readonly sent: number;
  readonly received: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** The counts of the bin at a time, or of the nearest with messages not farther away than `reachMs`. */
export function countsAt(lane: TimelineLane, atMs: number, reachMs: number): CountsAt | null {
  const wanted = Math.floor(atMs / lane.widthMs) - lane.firstBin;
  const reach = Math.ceil(reachMs / lane.widthMs);
  for (let step = 0; step <= reach; step++)
    for (const bin of step === 0 ? [wanted] : [wanted - step, wanted + step]) {
      const sent = lane.sent[bin] ?? 0;
      const received = lane.received[bin] ?? 0;
      if (sent + received === 0) continue;
      const fromMs = (lane.firstBin + bin) * lane.widthMs;
      return {
        ...{ fromMs, toMs: fromMs + lane.widthMs, sent, received },
        ...{ sentBytes: lane.sentBytes[bin] ?? 0, receivedBytes: lane.receivedBytes[bin] ?? 0 },
      };
    }
  return null;
}

/** All that is in sight. */
export function totalsOf(lanes: readonly TimelineLane[]): { sent: number; received: number } {
  const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
  return {
    sent: lanes.reduce((total, lane) => total + sum(lane.sent), 0),
    received: lanes.reduce((total, lane) => total + sum(lane.received), 0),
  };
}
