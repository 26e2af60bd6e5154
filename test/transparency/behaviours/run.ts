// The page's script: runs every behaviour, one after the other, and posts what was observed.
import { allBehaviours } from './all.ts';
import { type Setting, showError } from './kit.ts';

/** So that one behaviour that hangs is told by its name. */
const patienceMs = 15_000;

async function run(): Promise<void> {
  // The page puts it there, see behaviour-page.ts.
  const { setting } = window as unknown as { setting: Setting };
  const logs: Record<string, unknown> = {};
  for (const [name, behave] of Object.entries(allBehaviours)) {
    let timer = 0;
    const tooLate = new Promise((resolve) => {
      timer = window.setTimeout(() => resolve({ unfinished: name }), patienceMs);
    });
    try {
      logs[name] = await Promise.race([behave(setting), tooLate]);
    } catch (error) {
      logs[name] = { unfinished: name, because: showError(error) };
    }
    window.clearTimeout(timer);
  }
  await fetch('/report?behaviours', { method: 'POST', body: JSON.stringify(logs) });
}

void run();
