import { describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { ExperimentError, parseExperiment } from '../../src/experiment/index.ts';
import { requireHeap, requireRecordMemory } from '../../src/node/result-memory.ts';

const MIB = 2 ** 20;
const sigmas = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const refusal = (work: () => void): ExperimentError | null => {
  try {
    work();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    return error as ExperimentError;
  }
};
const heap = (fields: object, limit: number) => refusal(() => requireHeap(parseExperiment(fields), limit));

describe('requireHeap', () => {
  test('accepts what fits, and names the longest sweep of what does not, with the most cells that do', () => {
    const sweep = { width: 4, density: [0.5, 1], sigmaW: sigmas(10_000) };
    expect(heap(sweep, 4144 * MIB)).toBeNull();
    const error = heap(sweep, 512 * MIB)!;
    expect(error.field).toBe('sigmaW');
    expect(error.message).toMatch(
      /^sigmaW: expected at most \d+ cells, which a heap of 512 MiB holds .*, got 20000$/,
    );
    const most = Number(/most (\d+)/.exec(error.expected)![1]);
    expect(heap({ ...sweep, density: 1, sigmaW: sigmas(most) }, 512 * MIB)).toBeNull();
    expect(heap({ ...sweep, density: 1, sigmaW: sigmas(most + 1) }, 512 * MIB)).not.toBeNull();
  });
  test('counts layers and measures', () => {
    const fields = { width: 4, sigmaW: sigmas(1000), depth: 70 };
    expect(heap(fields, 512 * MIB)).toBeNull();
    expect(heap({ ...fields, depth: 200 }, 512 * MIB)?.field).toBe('sigmaW');
    const measured = { ...fields, curve: 'circle', measure: ['q', 'autocorrelation'] };
    expect(heap(measured, 512 * MIB)?.field).toBe('sigmaW');
  });
  test('names the depth of a single cell', () => {
    expect(heap({ width: 4, depth: 100_000 }, 256 * MIB)?.message).toMatch(/^depth: expected fewer layers/);
    expect(heap({ widths: new Array(100_000).fill(4) }, 256 * MIB)?.field).toBe('widths');
    expect(heap({ width: 4, depth: 100_000 }, 4144 * MIB)).toBeNull();
  });
});

test('requireRecordMemory refuses networks that the memory does not hold, of all runs together', () => {
  const plan = (fields: object) => planExperiment(parseExperiment({ width: 4, depth: 10, ...fields }));
  // Lengths of ten layers and their energies, with transitions and regions: 52 bytes a layer.
  const most = 1e6;
  const room = 520 * most;
  expect(refusal(() => requireRecordMemory(plan({ networks: most }), room))).toBeNull();
  expect(refusal(() => requireRecordMemory(plan({ networks: most + 1 }), room))?.message).toBe(
    'networks: expected at most 1000000, whose records 0.520 GB of memory hold, got 1000001',
  );
  // Sweeps of sigmaW share a run, those of density do not.
  const sweep = (fields: object) =>
    refusal(() => requireRecordMemory(plan({ networks: most, ...fields }), room));
  expect(sweep({ sigmaW: [1, 2] })).toBeNull();
  expect(sweep({ density: [0.5, 1] })?.message).toMatch(/at most 500000,/);
  expect(sweep({ networks: null, untilRelativeCi: 0.01 })).toBeNull();
});
