import { unzipSync } from 'fflate';
import { afterEach, expect, it } from 'vitest';
import { zipFiles } from '../../scripts/zip.mjs';

const bytes = (text: string) => new TextEncoder().encode(text);
const zone = process.env['TZ'];

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

it('makes the same bytes of the same files in any order', () => {
  const one = zipFiles(
    new Map([
      ['b.js', bytes('b')],
      ['a/c.js', bytes('c')],
    ]),
  );
  const other = zipFiles(
    new Map([
      ['a/c.js', bytes('c')],
      ['b.js', bytes('b')],
    ]),
  );
  expect(other).toEqual(one);
});

it('makes the same bytes in every time zone', () => {
  const [tokyo, lima] = ['Asia/Tokyo', 'America/Lima'].map((name) => {
    process.env['TZ'] = name;
    return zipFiles(new Map([['a.js', bytes('a')]]));
  });
  expect(lima).toEqual(tokyo);
});

it('makes other bytes of other files', () => {
  const one = zipFiles(new Map([['a.js', bytes('a')]]));
  expect(zipFiles(new Map([['a.js', bytes('b')]]))).not.toEqual(one);
});

it('keeps every file as it is', () => {
  const files = new Map([
    ['panel/panel.html', bytes('<!doctype html>')],
    ['empty', bytes('')],
  ]);
  const unzipped = unzipSync(zipFiles(files));
  expect(Object.keys(unzipped)).toEqual(['empty', 'panel/panel.html']);
  expect(unzipped['panel/panel.html']).toEqual(files.get('panel/panel.html'));
});
