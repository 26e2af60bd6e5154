import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Child<Message> {
  /** The next thing it says. Rejects when it ends first, with what it wrote to its error stream. */
  next(): Promise<Message>;
  end(): void;
}

/** Runs `main` of a module of this folder in a process of its own, which ends with this one. */
export function startChild<Message>(module: `test/bench/${string}.ts`, task: unknown) {
  const child = fork(`${root}scripts/bench-child.mjs`, [module, JSON.stringify(task)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const said: Message[] = [];
  const waiting: { done: (message: Message) => void; fail: (error: Error) => void }[] = [];
  let errors = '';
  let hasEnded = false;
  const gone = (): Error => new Error(`${module} has ended before its answer: ${errors.trim()}`);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  // Both ends are built from this checkout: `main` of the module says what its caller names here.
  child.on('message', (message) => {
    const first = waiting.shift();
    if (first === undefined) said.push(message as Message);
    else first.done(message as Message);
  });
  child.on('close', () => {
    hasEnded = true;
    for (const { fail } of waiting.splice(0)) fail(gone());
  });
  const running: Child<Message> = {
    next() {
      const already = said.shift();
      if (already !== undefined) return Promise.resolve(already);
      if (hasEnded) return Promise.reject(gone());
      return new Promise((done, fail) => waiting.push({ done, fail }));
    },
    end() {
      child.disconnect();
    },
  };
  return running;
}
