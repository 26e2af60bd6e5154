import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isDocumentHello,
  isLevelChanged,
  isPanelOpened,
  isPanelToRelay,
} from '../../../extension/protocol/commands.ts';

const hello = {
  ...{
    kind: 'sockets-document',
    layout: 1,
    url: 'https://a.test/',
    isTop: true,
    isWorker: false,
    recordsWorkers: false,
    documentKey: 'a-b',
    timeOriginMs: 1000,
    isBack: false,
  },
};
const guards = { isPanelOpened, isPanelToRelay, isDocumentHello, isLevelChanged };

describe('the guards of what comes over a port', () => {
  it('accept what our own side says', () => {
    expect(isDocumentHello(hello)).toBe(true);
    expect(isPanelOpened({ kind: 'sockets-panel-opened' })).toBe(true);
    expect(isPanelToRelay({ kind: 'attach', isRecording: false, maxShare: 0 })).toBe(true);
    expect(isPanelToRelay({ kind: 'allow', maxShare: 0.05 })).toBe(true);
    expect(isPanelToRelay({ kind: 'restore' })).toBe(true);
    expect(isLevelChanged({ kind: 'sockets-level', level: 'sizes' })).toBe(true);
    expect(isPanelToRelay({ kind: 'ack', batches: 3 })).toBe(true);
    const command = { kind: 'record', isRecording: true };
    expect(isPanelToRelay({ kind: 'command', command })).toBe(true);
  });

  it.each(Object.entries(guards))('%s refuses anything else without throwing', (_, guard) => {
    const hostile = [null, undefined, 0, '', 'hello', 1n, Symbol('hello'), [], {}, () => hello];
    for (const value of [...hostile, new ArrayBuffer(8), Object.create(null), [hello]])
      expect(guard(value)).toBe(false);
    fc.assert(fc.property(fc.anything(), (value) => guard(value) === false));
  });

  it('isDocumentHello wants every field, of its type', () => {
    for (const name of Object.keys(hello)) {
      const { [name as 'kind']: _, ...rest } = hello;
      expect(isDocumentHello(rest)).toBe(false);
      for (const value of [null, undefined, {}, [], Symbol('x')])
        expect(isDocumentHello({ ...hello, [name]: value })).toBe(false);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, '1', null, undefined])(
    'isPanelToRelay refuses %s batches, which would upset the relay’s window for good',
    (batches) => {
      expect(isPanelToRelay({ kind: 'ack', batches })).toBe(false);
    },
  );

  it('isPanelToRelay refuses an order without its content', () => {
    expect(isPanelToRelay({ kind: 'attach', maxShare: 0.1 })).toBe(false);
    expect(isPanelToRelay({ kind: 'attach', isRecording: 1, maxShare: 0.1 })).toBe(false);
    for (const maxShare of [undefined, null, '0.1', -0.1, 1.1, Number.NaN]) {
      expect(isPanelToRelay({ kind: 'attach', isRecording: true, maxShare })).toBe(false);
      expect(isPanelToRelay({ kind: 'allow', maxShare })).toBe(false);
    }
    for (const level of [undefined, null, 0, 'none', 'constructor'])
      expect(isLevelChanged({ kind: 'sockets-level', level })).toBe(false);
    expect(isPanelToRelay({ kind: 'command' })).toBe(false);
    expect(isPanelToRelay({ kind: 'command', command: null })).toBe(false);
    expect(isPanelToRelay({ kind: 'command', command: 'send' })).toBe(false);
  });
});
