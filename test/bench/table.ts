/** A cell; null is empty: not measured. */
export type Cell = string | number | null;

/** A Markdown table. Columns of numbers stand to the right. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumeric = header.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] !== 'string'),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(header.map(escapeBars)),
    line(isNumeric.map((isRight) => (isRight ? '---:' : '---'))),
    ...rows.map((row) => line(header.map((_, column) => cellText(row[column] ?? null)))),
  ].join('\n');
}

/** A number with as many digits as it deserves: three that count, and no more. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return 'not measured';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

const cellText = (cell: Cell): string => {
  if (cell === null) return '';
  return typeof cell === 'number' ? figure(cell) : escapeBars(cell);
};

const escapeBars = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
