/** Gives the rows in sight elements of the screen that are used again, so that scrolling makes none. */
export interface RowSlots {
  /** What will be in sight. The answer tells the element of each position in it, a number below `count` of the most. */
  arrange(first: number, count: number): (position: number) => number;
}

/**
 * A row keeps its element as long as it is in sight: what comes in at one end takes the elements of what has
 * left at the other. Where nothing stays in sight, each place keeps its element, and none has to be moved.
 */
export function createRowSlots(): RowSlots {
  let slots = 1;
  let shift = 0;
  let lastFirst = 0;
  return {
    arrange(first, count) {
      const hasRoom = count <= slots;
      slots = Math.max(slots, count);
      if (!hasRoom || Math.abs(first - lastFirst) >= count) {
        const slotOfFirst = hasRoom ? remainder(lastFirst - shift, slots) : 0;
        shift = first - slotOfFirst;
      }
      lastFirst = first;
      const from = shift;
      const of = slots;
      return (position) => remainder(position - from, of);
    },
  };
}

const remainder = (value: number, of: number): number => ((value % of) + of) % of;
