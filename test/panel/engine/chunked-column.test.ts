import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ChunkedColumn,
  newFloat64Column,
  newUint8Column,
  newUint32Column,
} from '../../../panel/engine/chunked-column.ts';

const chunkRows = 65_536;

/** A column whose chunks tell when they are made and when they are written to. */
function watchedColumn() {
  const made: Float64Array[] = [];
  const column = new ChunkedColumn((rows) => {
    const chunk = new Float64Array(rows);
    made.push(chunk);
    return chunk;
  });
  return { column, made };
}

describe('a column', () => {
  it('grows by a chunk at a time and never touches the chunks that are full', () => {
    const { column, made } = watchedColumn();
    for (let row = 0; row < chunkRows; row++) column.push(row);
    expect(made).toHaveLength(1);
    // Were anything copied out of the first chunk or into it, this mark would show or be gone.
    const [first] = made as [Float64Array];
    first.fill(-1);
    for (let row = 0; row < 3 * chunkRows + 1; row++) column.push(row);
    expect(made.map(({ length }) => length)).toEqual(Array(5).fill(chunkRows));
    expect(first.every((value) => value === -1)).toBe(true);
    expect(made.slice(1).some((chunk) => chunk.includes(-1))).toBe(false);
    expect(column.byteLength).toBe(5 * chunkRows * 8);
  });

  it('reads what was written on both sides of the border between chunks', () => {
    const { column } = watchedColumn();
    for (let row = 0; row < chunkRows + 2; row++) column.push(row / 2);
    for (const row of [0, chunkRows - 1, chunkRows, chunkRows + 1])
      expect(column.at(row)).toBe(row / 2);
    column.set(chunkRows, -5);
    expect([column.at(chunkRows - 1), column.at(chunkRows)]).toEqual([(chunkRows - 1) / 2, -5]);
  });

  it('uses the chunks again that it had before it was cut', () => {
    const { column, made } = watchedColumn();
    for (let row = 0; row < 2 * chunkRows; row++) column.push(row);
    column.truncate(chunkRows - 3);
    expect(column.length).toBe(chunkRows - 3);
    for (let row = 0; row < chunkRows + 3; row++) column.push(-row);
    expect(column.length).toBe(2 * chunkRows);
    expect(made).toHaveLength(2);
    expect(column.at(chunkRows - 4)).toBe(chunkRows - 4);
    expect(column.at(chunkRows - 2)).toBe(-1);
    column.push(7);
    expect(made).toHaveLength(3);
  });

  it('is not lengthened by a cut beyond its end', () => {
    const column = newUint8Column();
    column.push(1);
    column.truncate(10);
    expect(column.length).toBe(1);
  });

  it('holds nothing before its first row', () => {
    expect(newUint32Column().byteLength).toBe(0);
  });

  it('keeps values as its type does, also after cuts', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ push: fc.integer({ min: 0, max: 0xffffffff }) }),
        fc.record({ cut: fc.nat(20) }),
      ),
    );
    fc.assert(
      fc.property(steps, (all) => {
        const columns = [newUint32Column(), newFloat64Column()];
        const model: number[] = [];
        for (const step of all) {
          if ('push' in step) model.push(step.push);
          else model.length = Math.min(model.length, step.cut);
          for (const column of columns) {
            if ('push' in step) column.push(step.push);
            else column.truncate(step.cut);
          }
        }
        for (const column of columns)
          expect(Array.from({ length: column.length }, (_, row) => column.at(row))).toEqual(model);
      }),
    );
  });
});
