import { describe, expect, it } from 'vitest';
import { childPosition, childrenOf } from '../../../panel/decoders/children.ts';
import { childrenByLinks, jsonTable } from './bytes.ts';

describe('childrenOf', () => {
  const text = JSON.stringify(
    Array.from({ length: 1000 }, (_, index) => (index % 3 ? index : [index, {}])),
  );

  it('gives any page of a container, in any order of asking', () => {
    const table = jsonTable(text);
    const all = childrenByLinks(table, 0);
    for (const [start, count] of [
      [990, 20],
      [63, 3],
      [0, 5],
      [64, 1],
      [500, 100],
      [999, 1],
    ] as const) {
      expect(childrenOf(table, 0, start, count)).toEqual(all.slice(start, start + count));
    }
  });

  it('gives nothing outside a container', () => {
    const table = jsonTable('[[],1]');
    expect(childrenOf(table, 0, 2, 5)).toEqual([]);
    expect(childrenOf(table, 0, 0, 0)).toEqual([]);
    expect(childrenOf(table, 1, 0, 5)).toEqual([]);
    expect(childrenOf(table, 2, 0, 5)).toEqual([]);
    expect(childrenOf(table, 0, -1, 2)).toEqual([1]);
  });

  it('does not walk from the start for each page of 1,000,000 items', () => {
    const table = jsonTable(`[${'0,'.repeat(999_999)}0]`);
    childrenOf(table, 0, 999_900, 100);
    let steps = 0;
    const nextSibling = table.nextSibling.bind(table);
    table.nextSibling = (node) => {
      steps += 1;
      return nextSibling(node);
    };
    for (let page = 0; page < 100; page += 1) {
      expect(childrenOf(table, 0, page * 9_999, 10)[0]).toBe(page * 9_999 + 1);
    }
    expect(childPosition(table, 1_000_000)).toBe(999_999);
    expect(steps).toBeLessThan(100 * 80);
  });

  it('walks to a far position once', () => {
    const table = jsonTable(`[${'0,'.repeat(99_999)}0]`);
    expect(childPosition(table, 100_000)).toBe(99_999);
    let steps = 0;
    const nextSibling = table.nextSibling.bind(table);
    table.nextSibling = (node) => {
      steps += 1;
      return nextSibling(node);
    };
    expect(childPosition(table, 99_000)).toBe(98_999);
    expect(steps).toBeLessThan(80);
  });

  it('knows the position of every child', () => {
    const table = jsonTable(text);
    const positions = childrenByLinks(table, 0).map((node) => childPosition(table, node));
    expect(positions).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    expect(childPosition(table, 0)).toBe(0);
  });
});
