import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TimeSpan } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';
import { socketName } from '../model/socket-name.ts';
import { createTickFormat, timeAxis } from '../model/time-axis.ts';
import { countsAt, totalsOf } from '../model/timeline-marks.ts';
import { drawTimeline } from './draw-timeline.ts';
import { Icon } from './icon.tsx';
import { useWidth } from './use-width.ts';
import './timeline.css';

/** px. */
const axisHeight = 16;
const leastMarksHeight = 40;
const leastLaneHeight = 12;
const tickDistance = 96;
/** px around the pointer in which a border or a mark is meant. */
const reachPx = 5;
const keyStep = 0.02;
const zoomStep = 1.25;

/** Messages by time above the list. Dragging chooses a span, to which the list is narrowed. */
export function Timeline({ model }: { readonly model: PanelModel }) {
  const isShown = model.settings.timeline.value;
  const span = model.timeline.span.value;
  if (!isShown && span === null) return null;
  return (
    <div class="timeline">
      {isShown && <Strip model={model} />}
      {span !== null && <SpanChip model={model} span={span} />}
    </div>
  );
}

function SpanChip({ model, span }: { readonly model: PanelModel; readonly span: TimeSpan }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const words = texts.timelineSpan(format.clock(span.fromMs), format.clock(span.toMs));
  return (
    <button
      type="button"
      class="timeline-chip"
      aria-label={texts.clearSpan(words)}
      title={texts.clearSpan(words)}
      onClick={() => model.timeline.select(null)}
    >
      {words}
      <Icon name="close" />
    </button>
  );
}

type Drag =
  | {
      readonly kind: 'select';
      readonly anchorMs: number;
      readonly fromX: number;
      readonly nowMs: number;
    }
  | { readonly kind: 'pan'; readonly lastX: number };

function Strip({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { timeline, sight, span } = model.timeline;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const inks = useRef<HTMLSpanElement>(null);
  const width = useWidth(box);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [pointer, setPointer] = useState<{ x: number; y: number } | null>(null);
  const shown = timeline.value;
  const inSight = sight.value;
  const lanes = shown?.lanes ?? [];
  const marksHeight = Math.max(leastMarksHeight, lanes.length * leastLaneHeight);
  const chosen: TimeSpan | null =
    drag?.kind === 'select'
      ? { fromMs: Math.min(drag.anchorMs, drag.nowMs), toMs: Math.max(drag.anchorMs, drag.nowMs) }
      : span.value;

  useEffect(() => {
    model.timeline.want(width);
    return () => model.timeline.want(0);
  }, [width]);
  useDrawing(() => {
    if (canvas.current === null || inks.current === null) return;
    const [sent = '', received = '', line = ''] = [...inks.current.children].map(
      (ink) => getComputedStyle(ink).color,
    );
    drawTimeline(canvas.current, timeline.peek(), sight.peek(), { sent, received, line });
  }, [shown, inSight, width, marksHeight]);

  const length = inSight === null ? 1 : inSight.toMs - inSight.fromMs;
  const timeAt = (x: number): number => (inSight?.fromMs ?? 0) + (x / Math.max(1, width)) * length;
  const placeOf = (atMs: number): number => ((atMs - (inSight?.fromMs ?? 0)) / length) * width;
  const xOf = (event: MouseEvent): number =>
    Math.min(width, Math.max(0, event.clientX - (box.current?.getBoundingClientRect().left ?? 0)));

  const onPointerDown = (event: PointerEvent): void => {
    if (inSight === null || event.button > 1) return;
    const x = xOf(event);
    box.current?.setPointerCapture(event.pointerId);
    if (event.button === 1 || event.shiftKey) {
      // The middle button would begin to scroll.
      event.preventDefault();
      setDrag({ kind: 'pan', lastX: x });
      return;
    }
    const old = span.value;
    const isAt = (atMs: number): boolean => Math.abs(placeOf(atMs) - x) <= reachPx;
    const anchorMs =
      old !== null && isAt(old.fromMs)
        ? old.toMs
        : old !== null && isAt(old.toMs)
          ? old.fromMs
          : timeAt(x);
    setDrag({ kind: 'select', anchorMs, fromX: x, nowMs: timeAt(x) });
  };
  const onPointerMove = (event: PointerEvent): void => {
    const x = xOf(event);
    setPointer({ x, y: event.offsetY });
    if (drag?.kind === 'pan') {
      model.timeline.pan(((drag.lastX - x) / Math.max(1, width)) * length);
      setDrag({ kind: 'pan', lastX: x });
    } else if (drag !== null) setDrag({ ...drag, nowMs: timeAt(x) });
  };
  const onPointerUp = (event: PointerEvent): void => {
    // A click is no span.
    if (drag?.kind === 'select' && Math.abs(xOf(event) - drag.fromX) >= 3)
      model.timeline.select({ fromMs: drag.anchorMs, toMs: timeAt(xOf(event)) });
    setDrag(null);
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      model.timeline.pan(((event.deltaX || event.deltaY) / Math.max(1, width)) * length);
    else model.timeline.zoom(event.deltaY > 0 ? zoomStep : 1 / zoomStep, timeAt(xOf(event)));
  };
  const moveSpan = (byMs: number, isResizing: boolean): void => {
    if (inSight === null) return;
    const old = span.value ?? {
      fromMs: inSight.fromMs + length * 0.4,
      toMs: inSight.fromMs + length * 0.6,
    };
    const step = byMs < 0 ? Math.min(-1, byMs) : Math.max(1, byMs);
    model.timeline.select({
      fromMs: isResizing ? old.fromMs : old.fromMs + step,
      toMs: Math.max(old.fromMs + 1, old.toMs + step),
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (inSight === null) return;
    const now = span.value;
    const middle = now === null ? inSight.fromMs + length / 2 : (now.fromMs + now.toMs) / 2;
    const spanLength = now === null ? length / 5 : now.toMs - now.fromMs;
    switch (event.key) {
      case 'ArrowRight':
        moveSpan(length * keyStep, event.shiftKey);
        break;
      case 'ArrowLeft':
        moveSpan(-length * keyStep, event.shiftKey);
        break;
      case 'Home':
        model.timeline.select({ fromMs: inSight.fromMs, toMs: inSight.fromMs + spanLength });
        break;
      case 'End':
        model.timeline.select({ fromMs: inSight.toMs - spanLength, toMs: inSight.toMs });
        break;
      case '+':
      case '=':
        model.timeline.zoom(1 / zoomStep, middle);
        break;
      case '-':
        model.timeline.zoom(zoomStep, middle);
        break;
      case 'Escape':
        if (drag !== null) setDrag(null);
        else if (now !== null) model.timeline.select(null);
        else model.timeline.showAll();
        // Escape would also open the DevTools drawer.
        event.stopPropagation();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const { sent, received } = useMemo(() => totalsOf(lanes), [shown]);
  const words = (part: TimeSpan): string =>
    texts.timelineSpan(format.clock(part.fromMs), format.clock(part.toMs));
  const value =
    inSight === null
      ? texts.noMessagesTitle
      : `${span.value === null ? '' : `${texts.timelineChosen(words(span.value))} `}${texts.timelineInSight(words(inSight), format.count(sent), format.count(received))}`;
  return (
    <div
      ref={box}
      class="timeline-strip"
      role="slider"
      tabIndex={0}
      aria-label={texts.timeline}
      aria-description={texts.timelineHelp}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(
        Math.min(100, Math.max(0, (placeOf(span.value?.fromMs ?? 0) / Math.max(1, width)) * 100)),
      )}
      aria-valuetext={value}
      style={{ blockSize: `${axisHeight + marksHeight}px` }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => setPointer(null)}
      onDblClick={() => {
        model.timeline.select(null);
        model.timeline.showAll();
      }}
      onWheel={onWheel}
      onKeyDown={onKeyDown}
    >
      {inSight !== null && width > 0 && <Axis model={model} sight={inSight} width={width} />}
      <canvas ref={canvas} style={{ blockSize: `${marksHeight}px` }} />
      <span ref={inks} class="timeline-inks" aria-hidden="true">
        <i class="sent" />
        <i class="received" />
        <i class="line" />
      </span>
      {lanes.length > 1 &&
        lanes.map(({ sockets }, index) => (
          <span
            key={sockets?.[0]}
            class={`timeline-lane swatch-${(sockets?.[0] ?? 0) % 8}`}
            style={{
              insetBlockStart: `${axisHeight + 1 + (marksHeight * index) / lanes.length}px`,
              blockSize: `${marksHeight / lanes.length - 2}px`,
            }}
          />
        ))}
      {chosen !== null && inSight !== null && (
        <div
          class="timeline-span"
          style={{
            insetInlineStart: `${Math.max(-2, Math.min(width + 2, placeOf(chosen.fromMs)))}px`,
            insetInlineEnd: `${Math.max(-2, Math.min(width + 2, width - placeOf(chosen.toMs)))}px`,
          }}
        />
      )}
      {pointer !== null && inSight !== null && (
        <Tooltip
          model={model}
          x={pointer.x}
          width={width}
          atMs={timeAt(pointer.x)}
          reachMs={(reachPx / Math.max(1, width)) * length}
          lane={Math.floor(((pointer.y - axisHeight) / marksHeight) * lanes.length)}
          span={drag?.kind === 'select' ? chosen : null}
        />
      )}
    </div>
  );
}

function Axis({
  model,
  sight,
  width,
}: {
  readonly model: PanelModel;
  readonly sight: TimeSpan;
  readonly width: number;
}) {
  const language = model.language.value;
  const format = useMemo(() => createTickFormat(language), [language]);
  const zoneMs = -new Date(sight.fromMs).getTimezoneOffset() * 60_000;
  const { stepMs, ticks } = timeAxis(sight, width, tickDistance, zoneMs);
  return (
    <div class="timeline-axis" aria-hidden="true">
      {ticks.map((atMs) => (
        <span
          key={atMs}
          style={{
            insetInlineStart: `${((atMs - sight.fromMs) / (sight.toMs - sight.fromMs)) * width}px`,
          }}
        >
          {format(atMs, stepMs)}
        </span>
      ))}
    </div>
  );
}

function Tooltip({
  model,
  x,
  width,
  atMs,
  reachMs,
  lane,
  span,
}: {
  readonly model: PanelModel;
  readonly x: number;
  readonly width: number;
  readonly atMs: number;
  readonly reachMs: number;
  readonly lane: number;
  readonly span: TimeSpan | null;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  const lanes = model.timeline.timeline.value?.lanes ?? [];
  const under = lanes[Math.min(lanes.length - 1, Math.max(0, lane))];
  const counts = under === undefined ? null : countsAt(under, atMs, reachMs);
  const [socket, ...others] = under?.sockets ?? [];
  const side =
    x < width / 2 ? { insetInlineStart: `${x + 12}px` } : { insetInlineEnd: `${width - x + 12}px` };
  return (
    <div class="timeline-tooltip" aria-hidden="true" style={side}>
      <b>
        {span !== null
          ? texts.timelineSpan(format.clock(span.fromMs), format.clock(span.toMs))
          : counts === null
            ? format.clock(atMs)
            : texts.timelineSpan(format.clock(counts.fromMs), format.clock(counts.toMs))}
      </b>
      {socket !== undefined && others.length === 0 && (
        <div>{socketName(model.sockets.value.get(socket), texts)}</div>
      )}
      {counts !== null && span === null && (
        <>
          <div>{texts.timelineSent(format.count(counts.sent), format.bytes(counts.sentBytes))}</div>
          <div>
            {texts.timelineReceived(
              format.count(counts.received),
              format.bytes(counts.receivedBytes),
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** Draws after a change, at most once a frame, and again when the theme or the screen changes. */
function useDrawing(draw: () => void, changes: readonly unknown[]): void {
  const frame = useRef(0);
  const latest = useRef(draw);
  latest.current = draw;
  const ask = (): void => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      latest.current();
    });
  };
  useEffect(ask, [...changes]);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const classes = new MutationObserver(ask);
    dark.addEventListener('change', ask);
    // A window that moves to a screen with other pixels fires resize.
    window.addEventListener('resize', ask);
    classes.observe(document.documentElement, { attributeFilter: ['class'] });
    return () => {
      dark.removeEventListener('change', ask);
      window.removeEventListener('resize', ask);
      classes.disconnect();
      cancelAnimationFrame(frame.current);
    };
  }, []);
}
