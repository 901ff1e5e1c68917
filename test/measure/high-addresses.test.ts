/** Rooms above 2 GiB, whose addresses are negative where somebody reads them as signed. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MeasureName } from '../../src/experiment/measures.ts';
import { KERNEL_NAMES, UNSIGNED_RESULTS } from '../../src/kernels/abi.ts';
import { Arena, compileKernels, loadKernels } from '../../src/kernels/index.ts';
import { type LengthRecord, openWorkspace, type Subject } from '../../src/measure/index.ts';
import { curveOf, subject } from './subjects.ts';

test('every export that returns a usize is read as unsigned', () => {
  const folder = new URL('../../assembly/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const functions = sources.flatMap((name) => [
    ...readFileSync(new URL(name, folder), 'utf8').matchAll(/^export function (\w+)\(([^)]*)\): (\w+) \{/gm),
  ]);
  const returning = functions.filter(([, , , type]) => type === 'usize').map(([, name]) => name);
  const exported: readonly string[] = KERNEL_NAMES;
  expect(returning.filter((name) => exported.includes(name!)).sort()).toEqual([...UNSIGNED_RESULTS].sort());
});

const HALF = 2 ** 31;
const PAGE = 2 ** 16;

/**
 * An arena that begins at an address of its own, and remembers what was reserved. What lies below is never
 * touched, and takes no memory.
 */
class RaisedArena extends Arena {
  readonly reserved: { address: number; bytes: number }[] = [];
  base = 0;

  override reset(): void {
    super.reset();
    const start = super.reserve(0);
    super.reserve(Math.max(0, this.base - start));
    this.reserved.length = 0;
  }

  override reserve(bytes: number): number {
    const address = super.reserve(bytes);
    this.reserved.push({ address, bytes });
    return address;
  }
}

const memory = new RaisedArena(await loadKernels(await compileKernels()));

function measure(what: Subject, base: number): LengthRecord {
  memory.base = base;
  return openWorkspace(memory, what).measure(0, 2);
}

const line = { curve: curveOf('line', 20), points: 20 };
const circle = { curve: curveOf('circle', 20), points: 20 };
const sampled: readonly MeasureName[] = ['transitions', 'q', 'turningAngle', 'patterns'];
const counted: readonly MeasureName[] = ['transitions', 'regions', 'linearRegions', 'q', 'patterns'];
const CASES: Readonly<Record<string, Subject>> = {
  'exact, dense': subject({ sigmaB: 0.3 }, { ...line, estimator: 'exact', measures: counted }),
  'exact, sparse': subject({ density: 0.2 }, { ...line, estimator: 'exact', measures: counted }),
  'exact, hard-tanh': subject(
    { density: 0.6, activation: { name: 'hard-tanh' }, sigmaW: 4 },
    { curve: curveOf('polyline', 20), estimator: 'exact', measures: counted },
  ),
  'polyline, dense': subject({ weights: { kind: 'discrete', values: [-2, -1, 1, 2] } }, circle),
  'polyline, dense and masked': subject({ density: 0.8, activation: { name: 'tanh' }, sigmaB: 1 }, circle),
  'polyline, sparse': subject({ density: 0.2, weights: { kind: 'uniform' } }, line),
  'polyline of samples': subject(
    { density: 0.6 },
    {
      curve: { ...line.curve, kind: 'polyline', vertices: Array(3).fill(line.curve.vertices).flat() },
      points: 30,
    },
  ),
  'by law, through the Gram matrix': subject({}, { ...circle, points: 9, draw: 'law' }),
  'by law, from masks': subject(
    { inputDim: 20, widths: [400, 60, 20], density: 0.3 },
    { ...line, points: 3, draw: 'law' },
  ),
  tangent: subject({ activation: { name: 'erf' }, sigmaB: 0.3 }, { ...circle, estimator: 'tangent' }),
  'tangent, measured': subject({ density: 0.3 }, { ...circle, estimator: 'tangent', measures: sampled }),
  'polyline, measured': subject(
    { activation: { name: 'sin' } },
    { ...circle, measures: ['curvature2', 'autocorrelation', 'chordDeviation'] },
  ),
};

describe.each(Object.entries(CASES))('%s: the same record', (_, what) => {
  const expected = measure(what, 0);
  const areas = memory.reserved.filter(({ bytes }) => bytes > 0);
  const used = areas.at(-1)!.address + areas.at(-1)!.bytes;

  test('above 2 GiB and below 4', () => {
    for (const base of [HALF, HALF + PAGE, 2 * HALF - 3 * PAGE - 64 * Math.ceil(used / 64)]) {
      expect(measure(what, base)).toEqual(expected);
      expect(memory.reserved.at(-1)!.address).toBeGreaterThan(HALF);
    }
  });

  test('with each of its areas across 2 GiB', () => {
    const { address: start } = areas[0]!;
    for (const { address, bytes } of areas) {
      const base = HALF - 64 * Math.floor((address - start + bytes / 2) / 64);
      expect(measure(what, base)).toEqual(expected);
    }
  });
});
