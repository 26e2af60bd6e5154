import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createInsideWorkers } from '../../../panel/model/inside-workers.ts';
import type { RecordedPage } from '../../../panel/model/recording.ts';
import type { PageVerdict, PlainPage } from '../../../panel/model/worker-plan.ts';

const plain: PlainPage = { kind: 'plain', url: 'https://a.test/app', scripts: [] };

function newInside(verdict: PageVerdict | (() => Promise<PageVerdict>) = plain) {
  const origins = signal<readonly string[]>([]);
  const page = signal<RecordedPage | null>({ url: 'https://a.test/app', recordsWorkers: false });
  const reloads: (PlainPage | 'plainly')[] = [];
  const inside = createInsideWorkers({
    ...{ origins, page },
    lookAtPage: async () => (typeof verdict === 'function' ? verdict() : verdict),
    reloadInside: (asked) => void reloads.push(asked),
    reloadPage: () => void reloads.push('plainly'),
  });
  /** The page as it is after a reload. */
  const loads = (url: string, recordsWorkers: boolean): void => {
    page.value = { url, recordsWorkers };
  };
  return { inside, origins, page, reloads, loads };
}

describe('recording inside workers', () => {
  it('is off, and nothing is remembered or reloaded before somebody has read what it means', async () => {
    const { inside, origins, reloads } = newInside();
    expect(inside.state.value).toEqual({ kind: 'off' });
    const looking = inside.ask();
    expect(inside.state.value).toMatchObject({ kind: 'asking', verdict: null });
    await looking;
    expect(inside.state.value).toMatchObject({ origin: 'https://a.test', verdict: plain });
    expect(origins.value).toEqual([]);
    expect(reloads).toEqual([]);
    inside.dismiss();
    expect(inside.state.value).toEqual({ kind: 'off' });
  });

  it('is remembered for the origin that was asked about, and no other', async () => {
    const { inside, origins, reloads, loads } = newInside();
    await inside.ask();
    inside.turnOn(plain);
    inside.turnOn(plain);
    expect(origins.value).toEqual(['https://a.test']);
    expect(reloads).toEqual([plain, plain]);
    loads('https://a.test/app', true);
    expect(inside.state.value.kind).toBe('on');
    loads('https://b.test/', false);
    expect(inside.state.value.kind).toBe('off');
  });

  it('says of a load that was not made by it that it was missed, and makes the next', async () => {
    const { inside, origins, reloads, loads } = newInside();
    origins.value = ['https://a.test'];
    loads('https://a.test/elsewhere', false);
    expect(inside.state.value.kind).toBe('missed');
    await inside.reload();
    expect(reloads).toEqual([plain]);
  });

  it.each<PageVerdict>([
    { kind: 'unknown' },
    { kind: 'policy', header: 'content-security-policy' },
    { kind: 'scheme' },
  ])('does not reload a page that is $kind, and says why', async (verdict) => {
    const { inside, origins, reloads } = newInside(verdict);
    origins.value = ['https://a.test'];
    await inside.reload();
    expect(reloads).toEqual([]);
    expect(inside.state.value).toMatchObject({ kind: 'asking', verdict });
  });

  it('keeps what was seen in sight while it looks again, and knows nothing of a page that it cannot look at', async () => {
    const verdicts: (PageVerdict | Error)[] = [plain, new Error('gone')];
    const { inside } = newInside(() => {
      const next = verdicts.shift();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? plain);
    });
    await inside.ask();
    const again = inside.ask();
    expect(inside.state.value).toMatchObject({ kind: 'asking', verdict: plain });
    await again;
    expect(inside.state.value).toMatchObject({ kind: 'asking', verdict: { kind: 'unknown' } });
  });

  it('drops a question about a page that is no longer there', async () => {
    const { inside, page, loads } = newInside();
    await inside.ask();
    loads('https://b.test/', false);
    expect(inside.state.value.kind).toBe('off');
    page.value = null;
    expect(inside.state.value.kind).toBe('off');
  });

  it('is turned off for the origin, with a reload only where workers record by now', async () => {
    const { inside, origins, reloads, loads } = newInside();
    origins.value = ['https://a.test', 'https://b.test'];
    inside.turnOff();
    expect(origins.value).toEqual(['https://b.test']);
    expect(reloads).toEqual([]);
    loads('https://b.test/', true);
    inside.turnOff();
    expect(origins.value).toEqual([]);
    expect(reloads).toEqual(['plainly']);
  });
});
