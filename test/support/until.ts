type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

/**
 * Asks until the answer is truthy and returns it. A question that throws or never returns counts
 * as "not yet"; what it threw last is the cause of the error at the end.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  {
    what,
    timeoutMs = 15_000,
    everyMs = 40,
  }: { what: string; timeoutMs?: number; everyMs?: number },
): Promise<Truthy<Awaited<T>>> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await giveUpAt(deadline, ask);
      // Only a truthy answer gets here, which is what Truthy says.
      if (answer) return answer as Truthy<Awaited<T>>;
    } catch (error) {
      // What it said before it fell silent tells more than its silence.
      lastError = error instanceof NeverAnswered ? (lastError ?? error) : error;
    }
    await new Promise((resume) => setTimeout(resume, everyMs));
  }
  const reason = lastError instanceof Error ? ` (last error: ${lastError.message})` : '';
  throw new Error(`gave up after ${timeoutMs} ms waiting until ${what}${reason}`, {
    cause: lastError,
  });
}

class NeverAnswered extends Error {
  override message = 'the question was never answered';
}

/** A browser that hangs must fail the one wait that met it, not the whole run. */
async function giveUpAt<T>(deadline: number, ask: () => T | Promise<T>): Promise<Awaited<T>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const remainingMs = Math.max(0, deadline - Date.now());
    timer = setTimeout(() => reject(new NeverAnswered()), remainingMs);
  });
  try {
    return await Promise.race([ask(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
