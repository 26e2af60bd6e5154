import { describe, expect, it } from 'vitest';
import { DocumentCosts } from '../../../panel/engine/document-costs.ts';

const cameAtMs = 10_000;
function newCosts() {
  const costs = new DocumentCosts();
  costs.came(1, 'https://a.test/', true, cameAtMs);
  costs.takeChanged();
  return costs;
}

describe('what recording costs a document', () => {
  it('is added up batch by batch, whenever it was recorded', () => {
    const costs = newCosts();
    costs.add(1, 300, 100, cameAtMs - 5000, cameAtMs + 1);
    costs.add(1, 200, 50, cameAtMs + 5, cameAtMs + 7);
    expect(costs.takeChanged()).toMatchObject([
      { document: 1, url: 'https://a.test/', isHere: true, messages: 150, costUs: 500 },
    ]);
    expect(costs.takeChanged()).toEqual([]);
  });

  it('is told as a share of the second in which messages came, and how late the latest was', () => {
    const costs = newCosts();
    for (let batch = 1; batch <= 10; batch++) {
      const nowMs = cameAtMs + batch * 100;
      costs.add(1, 2000, 10, nowMs - (batch === 4 ? 80 : 3), nowMs);
    }
    expect(costs.takeChanged()).toMatchObject([
      { share: 0.02, lagMs: 80, atMs: cameAtMs + 1000, messages: 100 },
    ]);
    for (let batch = 11; batch <= 20; batch++) {
      const nowMs = cameAtMs + batch * 100;
      costs.add(1, 500, 10, nowMs - 3, nowMs);
    }
    expect(costs.takeChanged()).toMatchObject([{ share: 0.005, lagMs: 3 }]);
  });

  it('has nothing of the backlog in its share and its delay: nobody was waiting for it', () => {
    const costs = newCosts();
    costs.add(1, 900_000, 2000, cameAtMs - 60_000, cameAtMs + 20);
    // A batch that holds no message has no time.
    costs.add(1, 1000, 0, 0, cameAtMs + 500);
    costs.add(1, 1000, 1, cameAtMs + 998, cameAtMs + 1000);
    expect(costs.takeChanged()).toMatchObject([{ share: 0.001, lagMs: 2, costUs: 902_000 }]);
  });

  it('goes on in a document that comes back, from when it is back', () => {
    const costs = newCosts();
    costs.add(1, 100, 10, cameAtMs + 1, cameAtMs + 2);
    costs.left(1);
    expect(costs.takeChanged()).toMatchObject([{ isHere: false, messages: 10 }]);
    costs.came(1, 'https://a.test/', true, 90_000);
    costs.add(1, 100, 10, 50_000, 90_001);
    expect(costs.takeChanged()).toMatchObject([
      { isHere: true, messages: 20, costUs: 200, lagMs: 0 },
    ]);
  });

  it('is nothing of documents that nobody has announced, or that a navigation has taken', () => {
    const costs = newCosts();
    costs.add(-1, 100, 10, cameAtMs, cameAtMs);
    expect(costs.takeChanged()).toEqual([]);
    costs.clear();
    expect(costs.takeChanged()).toMatchObject([{ document: 1, isHere: false }]);
    costs.add(1, 100, 10, cameAtMs, cameAtMs);
    expect(costs.takeChanged()).toEqual([]);
  });
});
