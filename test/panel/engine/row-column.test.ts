import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowColumn } from '../../../panel/engine/row-column.ts';

const chunkBytes = 65_536 * 4;

describe('The rows of a list', () => {
  it('take no memory as long as each stands at the position of its own number', () => {
    const column = new RowColumn();
    for (let row = 0; row < 300_000; row++) column.push(row);
    expect(column.byteLength).toBe(0);
    expect([0, 65_535, 65_536, 299_999].map((at) => column.at(at))).toEqual([
      0, 65_535, 65_536, 299_999,
    ]);
  });

  it('take memory where they stand elsewhere, and only there', () => {
    const column = new RowColumn();
    for (let row = 0; row < 70_000; row++) column.push(row);
    column.push(70_001);
    column.push(70_000);
    for (let row = 70_002; row < 300_000; row++) column.push(row);
    expect(column.byteLength).toBe(chunkBytes);
    expect([69_999, 70_000, 70_001, 70_002, 299_999].map((at) => column.at(at))).toEqual([
      69_999, 70_001, 70_000, 70_002, 299_999,
    ]);
  });

  it('are what was added, whatever is added and taken off', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(60), fc.boolean())), (steps) => {
        const column = new RowColumn();
        const expected: number[] = [];
        for (const [count, length, isIdentity] of steps) {
          for (let added = 0; added < count; added++) {
            const row = isIdentity ? expected.length : added * 7;
            column.push(row);
            expected.push(row);
          }
          column.truncate(length);
          expected.length = Math.min(expected.length, length);
        }
        expect(column.length).toBe(expected.length);
        expect(expected.map((_, position) => column.at(position))).toEqual(expected);
      }),
    );
  });
});
