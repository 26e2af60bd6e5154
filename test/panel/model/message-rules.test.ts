import { describe, expect, it } from 'vitest';
import type { MessageRule } from '../../../panel/engine/engine-contract.ts';
import {
  isMessageRules,
  moved,
  nextRule,
  parseLeadingNumber,
} from '../../../panel/model/message-rules.ts';

const rule: MessageRule = {
  url: 'wss://a/*',
  direction: 'sent',
  leading: { format: 'u8', value: 7 },
  messageType: 'shop.Order',
};

describe('a new rule', () => {
  it('is for the address in sight where it is the first', () => {
    expect(nextRule(undefined, 'wss://b/')).toEqual({
      ...{ url: 'wss://b/', direction: null, leading: null, messageType: '' },
    });
  });

  it('goes on from the last with the next number', () => {
    expect(nextRule(rule, 'wss://b/')).toEqual({
      ...rule,
      leading: { format: 'u8', value: 8 },
      messageType: '',
    });
    expect(nextRule({ ...rule, leading: null }, '').leading).toBeNull();
  });
});

it('rules move by a place, and stay where there is none', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

it.each([
  ['7', 7],
  [' 0x1F ', 31],
  ['0', 0],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['1e3', null],
  ['seven', null],
  ['99999999999999999', null],
])('%j in front of a message is %j', (text, number) => {
  expect(parseLeadingNumber(text)).toBe(number);
});

it('rules that were remembered are checked', () => {
  expect(isMessageRules([rule, { ...rule, direction: null, leading: null }])).toBe(true);
  for (const value of [
    null,
    {},
    [null],
    [{ ...rule, url: 1 }],
    [{ ...rule, direction: 'both' }],
    [{ ...rule, leading: { format: 'u9', value: 1 } }],
    [{ ...rule, leading: { format: 'u8', value: '1' } }],
    [{ ...rule, messageType: undefined }],
  ])
    expect(isMessageRules(value)).toBe(false);
});
