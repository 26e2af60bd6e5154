import { describe, expect, it } from 'vitest';
import { type SocketSummary, SocketTable } from '../../../panel/engine/socket-table.ts';
import { awaitsStream, isUntold } from '../../../panel/model/streams.ts';

function newStream(given: Partial<SocketSummary>): SocketSummary {
  const socket = new SocketTable().inDocument(1, 1, 1000, false);
  return { ...socket, allMessages: 0, isStream: true, ...given };
}

describe('a stream', () => {
  it('is awaited while it is open, and no longer', () => {
    const open = newStream({ state: 'open', networkMessages: 0 });
    expect(awaitsStream([open], 1_000_000)).toBe(true);
    expect(awaitsStream([{ ...open, state: 'closed' }], 1_000_000)).toBe(false);
    expect(awaitsStream([{ ...open, isLive: false }], 1_000_000)).toBe(false);
    expect(awaitsStream([{ ...open, isStream: false }], 1_000_000)).toBe(false);
  });

  it('is awaited for a while when the network log does not know it, and is unknown then', () => {
    const unknown = newStream({ networkMessages: -1 });
    expect(awaitsStream([unknown], 2000)).toBe(true);
    expect(isUntold(unknown, 2000)).toBe(false);
    expect(awaitsStream([unknown], 60_000)).toBe(false);
    expect(isUntold(unknown, 60_000)).toBe(true);
    expect(isUntold({ ...unknown, networkMessages: 0 }, 60_000)).toBe(false);
  });
});
