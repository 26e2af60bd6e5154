// @ts-check
import { loadDemo } from './load-demo.mjs';

/** @typedef {import('../test/support/demo.ts').Demo} Demo */

/**
 * Opens the demo headless, does the main job in its panel, and hands both to `use` before it ends.
 *
 * @param {(demo: Demo, harText: string) => Promise<void>} use
 */
export async function driveDemo(use) {
  const { startDemo, doMainJob } = await loadDemo();
  const demo = await startDemo({ headless: true });
  try {
    const { panel, playground, downloadsFolder } = demo;
    console.log(`The playground runs at ${playground.origin}, with DevTools open on Sockets.`);
    const decoder = new TextDecoder();
    const harText = await doMainJob({
      panel,
      downloadsFolder,
      hasArrived: (text) =>
        playground.waitForMessage(({ bytes }) => decoder.decode(bytes) === text),
      say: console.log,
    });
    await use(demo, harText);
  } finally {
    await demo.close();
  }
}
