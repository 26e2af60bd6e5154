import type { SelectAct, SelectionState, SelectTarget } from './engine-contract.ts';
import {
  countPositions,
  hasPosition,
  type PositionRange,
  type PositionRanges,
  withoutPosition,
  withRange,
} from './position-ranges.ts';
import type { RowList } from './row-list.ts';

/** The rows at both ends of a range, which are inside. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

const none = -1;

/**
 * Which rows of a list are selected: ranges, each known by the rows at its ends, so that it costs the same
 * whatever is between them, and stays right when rows come in before or inside of it. Beside them two single
 * rows: the one that was chosen last, and the one from which a range is drawn.
 */
export class RowSelection {
  readonly #list: RowList;
  #ranges: readonly RowRange[] = [];
  #focus = none;
  #anchor = none;

  /** @param focus the row that is chosen; it may come into the list later */
  constructor(list: RowList, focus = none) {
    this.#list = list;
    if (focus === none) return;
    this.#focus = this.#anchor = focus;
    this.#ranges = [{ first: focus, last: focus }];
  }

  /** The row that was chosen last, or -1. */
  get focus(): number {
    return this.#focus;
  }
  get ranges(): readonly RowRange[] {
    return this.#ranges;
  }

  get state(): SelectionState {
    return {
      row: this.#focus,
      position: this.#positionOf(this.#focus),
      count: countPositions(this.positions()),
    };
  }

  /** Where the selected rows stand now. */
  positions(): PositionRanges {
    let ranges: PositionRanges = [];
    for (const { first, last } of this.#ranges) {
      const from = this.#positionOf(first);
      const to = first === last ? from : this.#positionOf(last);
      // Rows of another view may not be in this one, or not yet.
      if (from >= 0 && to >= from) ranges = withRange(ranges, { from, to });
    }
    return ranges;
  }

  act(act: SelectAct): void {
    switch (act.kind) {
      case 'none':
        this.#ranges = [];
        this.#focus = this.#anchor = none;
        return;
      case 'all':
        if (this.#list.length === 0) return;
        if (this.#positionOf(this.#focus) < 0) this.#focus = this.#anchor = this.#list.at(0);
        this.#keep([{ from: 0, to: this.#list.length - 1 }]);
        return;
      case 'only':
      case 'toggle':
      case 'extend':
      case 'extendMore': {
        const position = this.#resolve(act.target);
        if (position >= 0) this.#choose(act.kind, position);
        return;
      }
      case 'include': {
        const position = this.#resolve(act.target);
        if (position >= 0 && !hasPosition(this.positions(), position))
          this.#choose('only', position);
        return;
      }
    }
  }

  #choose(kind: 'only' | 'toggle' | 'extend' | 'extendMore', position: number): void {
    this.#focus = this.#list.at(position);
    const anchor = this.#positionOf(this.#anchor);
    if (kind === 'only' || (kind !== 'toggle' && anchor < 0)) {
      this.#anchor = this.#focus;
      this.#keep([{ from: position, to: position }]);
    } else if (kind === 'toggle') {
      this.#anchor = this.#focus;
      const before = this.positions();
      this.#keep(
        hasPosition(before, position)
          ? withoutPosition(before, position)
          : withRange(before, { from: position, to: position }),
      );
    } else {
      const range = { from: Math.min(anchor, position), to: Math.max(anchor, position) };
      this.#keep(kind === 'extend' ? [range] : withRange(this.positions(), range));
    }
  }

  #resolve(target: SelectTarget): number {
    if ('row' in target) return this.#positionOf(target.row);
    if ('message' in target)
      return target.message >= 1 && target.message <= this.#list.messageCount
        ? this.#list.positionOfMessage(target.message - 1)
        : none;
    return target.position >= 0 && target.position < this.#list.length ? target.position : none;
  }

  #keep(ranges: PositionRanges): void {
    this.#ranges = ranges.map(({ from, to }: PositionRange) => ({
      first: this.#list.at(from),
      last: this.#list.at(to),
    }));
  }

  #positionOf(row: number): number {
    return row === none ? none : this.#list.positionOf(row);
  }
}
