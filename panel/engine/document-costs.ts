import type { DocumentCost } from './engine-contract.ts';

interface Account {
  cost: DocumentCost;
  /** Epoch ms. What is older comes from the backlog and was not on its way. */
  cameAtMs: number;
  sinceMs: number;
  spentUs: number;
  lagMs: number;
}

/** The steps in which a reader can follow numbers that change. */
const secondMs = 1000;

/** The accounts of all documents. A batch costs the same whatever is there. */
export class DocumentCosts {
  readonly #accounts = new Map<number, Account>();
  readonly #changed = new Set<Account>();

  /** A document is here, anew or again. */
  came(document: number, url: string, isTop: boolean, nowMs: number): void {
    const known = this.#accounts.get(document);
    const fresh = { document, url, isTop, messages: 0, costUs: 0, share: 0, lagMs: 0, atMs: nowMs };
    const cost = { ...(known?.cost ?? fresh), isHere: true };
    const account = { cost, cameAtMs: nowMs, sinceMs: nowMs, spentUs: 0, lagMs: 0 };
    this.#accounts.set(document, account);
    this.#changed.add(account);
  }

  left(document: number): void {
    const account = this.#accounts.get(document);
    if (account === undefined) return;
    account.cost = { ...account.cost, isHere: false };
    this.#changed.add(account);
  }

  /**
   * A batch has come.
   * @param newestMs when the newest message in it happened, epoch ms; 0 where there is none
   */
  add(document: number, costUs: number, messages: number, newestMs: number, nowMs: number): void {
    const account = this.#accounts.get(document);
    if (account === undefined) return;
    const { cost, cameAtMs, sinceMs } = account;
    account.cost = { ...cost, messages: cost.messages + messages, costUs: cost.costUs + costUs };
    this.#changed.add(account);
    // What the recorder did before anybody listened is no part of this second.
    if (newestMs < cameAtMs) return;
    account.spentUs += costUs;
    account.lagMs = Math.max(account.lagMs, nowMs - newestMs);
    const tookMs = nowMs - sinceMs;
    if (tookMs < secondMs) return;
    const share = account.spentUs / 1000 / tookMs;
    account.cost = { ...account.cost, share, lagMs: account.lagMs, atMs: nowMs };
    account.sinceMs = nowMs;
    account.spentUs = 0;
    account.lagMs = 0;
  }

  /** All of them are gone. */
  clear(): void {
    for (const document of this.#accounts.keys()) this.left(document);
    this.#accounts.clear();
  }

  /** The accounts that have changed since this was last asked. */
  takeChanged(): DocumentCost[] {
    const changed = Array.from(this.#changed, ({ cost }) => cost);
    this.#changed.clear();
    return changed;
  }
}
