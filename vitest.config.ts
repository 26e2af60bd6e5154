import { defineConfig } from 'vitest/config';

const browserTests = ['test/e2e/**/*.test.ts', 'test/transparency/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // Generous: a busy machine must not fail a test that counts work and not time.
          testTimeout: 30_000,
          include: ['test/**/*.test.ts'],
          exclude: browserTests,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: browserTests,
          // One browser at a time: two of them on two cores starve each other into timeouts.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What a panel shows is asked until it holds: its lists are drawn one after the other.
          expect: { poll: { timeout: 15_000, interval: 40 } },
          retry: 0,
        },
      },
    ],
  },
});
