import { describe, expect, it } from 'vitest';
import { growthPerMessage, held, type SoakSample } from './soak.ts';

describe('A soak', () => {
  it('reads what is held and what is on the disk, in whatever unit', () => {
    const status = '1,234 messages1,240 recorded0 dropped1.3\u00a0GB on disk123.4\u00a0MB held';
    expect(held(status)).toEqual({ recorded: 1240, heldMB: 123.4, diskMB: 1300 });
    expect(held('1 message1 recorded0 dropped2\u00a0kB held').diskMB).toBe(0);
  });

  it('tells by how much memory grows for each message, whatever the samples swing around', () => {
    const samples = [0, 1, 2, 3, 4, 5].map(
      (step): SoakSample => ({
        atSeconds: step,
        recorded: step * 1000,
        heldMB: 0,
        diskMB: 0,
        browserBytes: null,
        panelBytes: 5_000_000 + step * 24_000 + (step === 2 || step === 3 ? 900 : 0),
      }),
    );
    expect(growthPerMessage(samples, ({ panelBytes }) => panelBytes ?? 0)).toBeCloseTo(24);
  });
});
