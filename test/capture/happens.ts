/** Any of the emitters that client libraries bring along. */
interface Emitter {
  once(name: string, run: (...values: unknown[]) => void): unknown;
}

/** What an emitter says the next time that something happens. */
export const happens = (emitter: Emitter, name: string): Promise<unknown[]> =>
  new Promise((done) => emitter.once(name, (...values) => done(values)));
