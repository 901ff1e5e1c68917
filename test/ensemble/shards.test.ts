import { expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { limitedTo, shardRanges } from '../../src/ensemble/shards.ts';
import { parseExperiment } from '../../src/experiment/index.ts';

const plan = planExperiment(
  parseExperiment({ width: [3, 5, 40], depth: 2, density: [0.5, 1], networks: 101, points: 10 }),
);

test.each([1, 2, 3, 7, 64, 605, 606, 1000])('%d shards have every network once, in order', (shards) => {
  const ranges = shardRanges(plan, shards);
  expect(ranges).toHaveLength(shards);
  const next = plan.runs.map(() => 0);
  for (const { run, first, networks } of ranges.flat()) {
    expect(first).toBe(next[run]);
    expect(networks).toBeGreaterThan(0);
    next[run]! += networks;
  }
  expect(next).toEqual(plan.runs.map(() => 101));
});

test('shards have about the same work', () => {
  const works = shardRanges(plan, 7).map((ranges) =>
    ranges.reduce((sum, { run, networks }) => sum + networks * plan.runs[run]!.cost, 0),
  );
  const most = Math.max(...plan.runs.map(({ cost }) => cost));
  const mean = works.reduce((sum, work) => sum + work, 0) / 7;
  for (const work of works) expect(Math.abs(work - mean)).toBeLessThanOrEqual(2 * most);
});

test('where the stopping rule decides, shards measure as many as are allowed', () => {
  const open = planExperiment(parseExperiment({ width: 3, depth: 2, untilRelativeCi: 0.1, points: 10 }));
  expect(shardRanges(limitedTo(open, 500), 2).flat()).toEqual([
    { run: 0, first: 0, networks: 250 },
    { run: 0, first: 250, networks: 250 },
  ]);
});
