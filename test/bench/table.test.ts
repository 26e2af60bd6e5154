import { describe, expect, it } from 'vitest';
import { figure, table } from './table.ts';

describe('A table', () => {
  it('puts columns of numbers to the right, also where one was not measured', () => {
    expect(
      table(
        ['what', 'ms'],
        [
          ['one', 1.234],
          ['two', null],
        ],
      ),
    ).toBe('| what | ms |\n| --- | ---: |\n| one | 1.23 |\n| two |  |');
  });

  it('fills up rows that are short', () => {
    expect(table(['a', 'b'], [['x']])).toBe('| a | b |\n| --- | ---: |\n| x |  |');
  });

  it('keeps a bar or a line break in a cell from breaking the table', () => {
    expect(table(['a'], [['x|y\nz']])).toContain('| x\\|y z |');
  });

  it('writes numbers with the digits they deserve', () => {
    expect([0.1234, 12.34, 1234.5, 3, -12.34].map(figure)).toEqual([
      '0.12',
      '12.3',
      '1,235',
      '3',
      '-12.3',
    ]);
    expect(figure(Number.NaN)).toBe('not measured');
  });
});
