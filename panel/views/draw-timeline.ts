import type { Timeline, TimeSpan } from '../engine/engine-contract.ts';
import { highestCount, laneMarks } from '../model/timeline-marks.ts';

export interface TimelineInks {
  readonly sent: string;
  readonly received: string;
  readonly line: string;
}

/** Draws the marks of all lanes below each other, sharp on any screen. */
export function drawTimeline(
  canvas: HTMLCanvasElement,
  timeline: Timeline | null,
  sight: TimeSpan | null,
  inks: TimelineInks,
): void {
  const ratio = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  // Setting the size also wipes the canvas.
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null || timeline === null || sight === null) return;
  const { lanes } = timeline;
  const highest = highestCount(lanes);
  for (const [index, lane] of lanes.entries()) {
    const top = Math.round((height * index) / lanes.length);
    const laneHeight = Math.round((height * (index + 1)) / lanes.length) - top;
    context.fillStyle = inks.line;
    context.fillRect(0, top + Math.round(laneHeight / 2), width, Math.max(1, Math.round(ratio)));
    const marks = laneMarks(lane, sight, highest, { width, top, height: laneHeight, ratio });
    for (const isSent of [true, false]) {
      // One path a direction: thousands of marks are one call to the graphics.
      context.beginPath();
      for (const mark of marks)
        if (mark.isSent === isSent) context.rect(mark.left, mark.top, mark.width, mark.height);
      context.fillStyle = isSent ? inks.sent : inks.received;
      context.fill();
    }
  }
}
