import { describe, expect, it } from 'vitest';
import { firstPageFrame } from '../../../panel/engine/call-site.ts';

const extension = 'chrome-extension://abcdefghijklmnop/injected/recorder.js';
const at = (functionName: string, url: string, line: number, column: number) => ({
  functionName,
  url,
  line,
  column,
});

describe('the call site in a stack of Chromium', () => {
  it.each([
    ['    at open (https://a.test/app.js:10:5)', at('open', 'https://a.test/app.js', 10, 5)],
    ['    at https://a.test/app.js:20:7', at('', 'https://a.test/app.js', 20, 7)],
    [
      '    at new Client (https://a.test:8080/app.js:1:2)',
      at('new Client', 'https://a.test:8080/app.js', 1, 2),
    ],
    [
      '    at Object.<anonymous> (webpack:///./src/a.ts?x=1:3:4)',
      at('Object.<anonymous>', 'webpack:///./src/a.ts?x=1', 3, 4),
    ],
    [
      '    at Feed.connect [as retry] (https://a.test/a.js:1:2)',
      at('Feed.connect [as retry]', 'https://a.test/a.js', 1, 2),
    ],
    ['    at async https://a.test/a.js:5:6', at('', 'https://a.test/a.js', 5, 6)],
    ['    at async start (https://a.test/a.js:5:6)', at('start', 'https://a.test/a.js', 5, 6)],
    ['    at <anonymous>:1:7', at('', '<anonymous>', 1, 7)],
    ['    at f (https://a.test/a(1).js:1:2)', at('f', 'https://a.test/a(1).js', 1, 2)],
    [
      '    at f (file:///C:/My Files (old)/a.js:1:2)',
      at('f', 'file:///C:/My Files (old)/a.js', 1, 2),
    ],
    ['    at my file (1).js:3:9', at('', 'my file (1).js', 3, 9)],
    ['    at data:text/html,<script>:4:1', at('', 'data:text/html,<script>', 4, 1)],
    ['    at blob:https://a.test/1-2:9:8', at('', 'blob:https://a.test/1-2', 9, 8)],
  ])('reads %s', (line, wanted) => {
    expect(firstPageFrame(`Error\n${line}\n    at later (https://b.test/b.js:1:1)`)).toEqual(
      wanted,
    );
  });

  it('is where eval was called for code that eval made', () => {
    const code = 'eval at run (https://a.test/a.js:10:5), <anonymous>:3:7';
    expect(firstPageFrame(`Error\n    at open (${code})`)).toEqual(
      at('open', 'https://a.test/a.js', 10, 5),
    );
    const nested = `eval at inner (${code}), <anonymous>:1:1`;
    expect(firstPageFrame(`Error\n    at eval (${nested})`)).toEqual(
      at('eval', 'https://a.test/a.js', 10, 5),
    );
  });

  it('skips frames of extensions and of the browser', () => {
    const stack = [
      'Error',
      `    at Object.construct (${extension}:1:2)`,
      `    at ${extension}:3:4`,
      '    at new WebSocket (<anonymous>)',
      '    at Reflect.construct (native)',
      '    at async Promise.all (index 0)',
      '    at connect (https://a.test/app.js:10:5)',
    ].join('\n');
    expect(firstPageFrame(stack)).toEqual(at('connect', 'https://a.test/app.js', 10, 5));
  });
});

describe('the call site in a stack of Firefox', () => {
  it.each([
    ['open@https://a.test/app.js:10:5', at('open', 'https://a.test/app.js', 10, 5)],
    ['@https://a.test/app.js:20:7', at('', 'https://a.test/app.js', 20, 7)],
    ['Client/<@https://a.test/a.js:1:2', at('Client/<', 'https://a.test/a.js', 1, 2)],
    ['f@https://a.test/@scope/a.js:1:2', at('f', 'https://a.test/@scope/a.js', 1, 2)],
    ['f@https://a.test/a (1).js:1:2', at('f', 'https://a.test/a (1).js', 1, 2)],
    ['async*f@https://a.test/a.js:1:2', at('async*f', 'https://a.test/a.js', 1, 2)],
    ['@debugger eval code:1:2', at('', 'debugger eval code', 1, 2)],
    ['f@https://a.test/a.js line 10 > eval:3:7', at('f', 'https://a.test/a.js', 10, 1)],
    ['@https://a.test/a.js line 10 > Function:3:7', at('', 'https://a.test/a.js', 10, 1)],
    ['@https://a.test/a.js line 10 > eval line 2 > eval:1:1', at('', 'https://a.test/a.js', 10, 1)],
  ])('reads %s', (line, wanted) => {
    expect(firstPageFrame(`${line}\nlater@https://b.test/b.js:1:1`)).toEqual(wanted);
  });

  it('skips frames of extensions', () => {
    const stack = `construct@moz-extension://1-2-3/injected/recorder.js:1:2\nf@https://a.test/a.js:3:4`;
    expect(firstPageFrame(stack)).toEqual(at('f', 'https://a.test/a.js', 3, 4));
  });
});

it('has no call site where the stack has no frame of the page', () => {
  for (const stack of [
    '',
    'Error',
    'Error\n    at new WebSocket (<anonymous>)',
    `@${extension}:1:2`,
  ])
    expect(firstPageFrame(stack)).toBeNull();
});
