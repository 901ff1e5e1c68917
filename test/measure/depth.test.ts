import { describe, expect, test } from 'vitest';
import { curveLength } from '../../src/curve/index.ts';
import { ratioColumn } from '../../src/ensemble/columns.ts';
import { layersOf, type RecordLayers, rescaled } from '../../src/ensemble/index.ts';
import { statistic } from '../../src/ensemble/statistic.ts';
import type { ScaledColumn } from '../../src/ensemble/types.ts';
import { Arena, compileKernels, loadKernels } from '../../src/kernels/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { type LengthRecord, type Subject, Workspace } from '../../src/measure/index.ts';
import type { Activation } from '../../src/network/index.ts';
import { golden } from '../theory/fixture.ts';
import { curveOf, subject } from './subjects.ts';

const module = await compileKernels();
const memory = new Arena(await loadKernels(module));
const measure = (what: Subject, networks: number) => new Workspace(memory, what).measure(0, networks);

const [WIDTH, DEPTH] = [16, 1000];
const deep = (sigmaW: number, sigmaB = 0): Subject =>
  subject(
    { inputDim: WIDTH, widths: new Array(DEPTH).fill(WIDTH), sigmaW, sigmaB },
    { curve: curveOf('line', WIDTH), points: 6 },
  );

function finalRatio(record: LengthRecord | RecordLayers, what: Subject): ScaledColumn {
  return ratioColumn(record, record.depth, curveLength(what.curve));
}

describe(`depth ${DEPTH}`, () => {
  const one = measure(deep(1), 12);
  const meanLog = statistic(finalRatio(one, deep(1))).meanLog!;

  test.each([0.1, 1, Math.SQRT2, 3, 10])('at sigmaW %d lengths are sigmaW^l times those at 1', (sigmaW) => {
    const record = measure(deep(sigmaW), 12);
    const stat = statistic(finalRatio(record, deep(sigmaW)));
    const expected = meanLog + DEPTH * Math.log(sigmaW);
    expect(stat.meanLog).not.toBeNull();
    // The scale is a double multiplied DEPTH times: 2^-53 in the logarithm each time.
    expect(Math.abs(stat.meanLog! - expected)).toBeLessThan(2 * DEPTH * 2 ** -53 + 1e-12);
    const scaled = statistic(finalRatio(rescaled(layersOf(one), sigmaW), deep(1))).meanLog!;
    expect(Math.abs(stat.meanLog! - scaled)).toBeLessThan(4 * DEPTH * 2 ** -53 + 1e-12);
    const leavesRange = Math.abs(expected) > 720;
    expect(stat.mean === null).toBe(leavesRange);
    expect(stat.n).toBeGreaterThan(0);
  });
});

/** psi(m / 2) by its recurrence psi(x + 1) = psi(x) + 1/x from psi(1/2) and psi(1). */
function digammaOfHalf(m: number): number {
  const euler = 0.5772156649015329;
  let psi = m % 2 === 1 ? -euler - 2 * Math.LN2 : -euler;
  for (let x = m % 2 === 1 ? 0.5 : 1; x < m / 2; x++) psi += 1 / x;
  return psi;
}

/**
 * E ln |dz_out| / |dz_in| of a dense Gaussian ReLU layer given that it is not all off, at entry variance 2 /
 * width:
 * |dz_out|² is chi-square with B ~ Bin(width, 1/2) degrees of freedom, whatever the biases, E ln chi²_B = psi(B / 2) + ln 2.
 */
function logGrowth(width: number): { mean: number; variance: number } {
  let [mass, mean, square] = [0, 0, 0];
  let p = 2 ** -width;
  for (let b = 1; b <= width; b++) {
    p *= (width - b + 1) / b;
    const log = (digammaOfHalf(b) + Math.LN2 + Math.log(2 / width)) / 2;
    mass += p;
    mean += p * log;
    square += p * log * log;
  }
  return { mean: mean / mass, variance: square / mass };
}

test('the theory of typical growth has the value of its golden twin', () => {
  expect(Math.exp(logGrowth(100).mean) / golden('Gtyp_He_k100')).toBeCloseTo(1, 12);
});

test.each([
  [Math.SQRT2, 0],
  [0.1, 0.5],
  [10, 0.5],
])('at sigmaW %d and sigmaB %d log length drifts as the theory of typical growth says', (sigmaW, sigmaB) => {
  const what = deep(sigmaW, sigmaB);
  const networks = 400;
  const record = measure(what, networks);
  // Once the images of all points point the same way, which takes a few times WIDTH layers, their length
  // grows as one vector does.
  const from = 200;
  const drifts: number[] = [];
  for (let i = 0; i < networks; i++) {
    const log = (layer: number) => {
      const at = i * DEPTH + layer - 1;
      return Math.log(record.length[at]!) + record.exponent[at]! * Math.LN2;
    };
    if (record.length[i * DEPTH + DEPTH - 1]! > 0) drifts.push(log(DEPTH) - log(from));
  }
  const n = drifts.length;
  const mean = drifts.reduce((sum, x) => sum + x, 0) / n;
  const sd = Math.sqrt(drifts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
  const growth = logGrowth(WIDTH).mean + Math.log(sigmaW / Math.SQRT2);
  const expected = (DEPTH - from) * growth;
  const k = (mean - expected) / (sd / Math.sqrt(n));
  expect(Math.abs(k), `${mean} against ${expected}, k = ${k}, seed ${what.seed}, n = ${n}`).toBeLessThan(4);
  // A layer is all off with probability 2^-WIDTH: few networks die.
  expect(n).toBeGreaterThan(networks * 0.9);
  // From the input on, the first layers and the spread of networks count, which is a few per cent of the
  // whole.
  const { meanLog } = statistic(finalRatio(record, what));
  expect(meanLog! / (DEPTH * growth)).toBeGreaterThan(0.95);
  expect(meanLog! / (DEPTH * growth)).toBeLessThan(1.05);
});

/** An arena that remembers what was reserved, to look at a workspace's images without a door in it. */
class WatchedArena extends Arena {
  readonly reserved: { address: number; bytes: number }[] = [];

  override reserve(bytes: number): number {
    const address = super.reserve(bytes);
    this.reserved.push({ address, bytes });
    return address;
  }
}

describe('activations stay of order one, hence no subnormals to slow a deep layer down', () => {
  const activations: Activation[] = [
    { name: 'relu' },
    { name: 'leaky-relu', slope: 0.01 },
    { name: 'abs' },
    { name: 'linear' },
  ];
  test.each(activations)('$name $slope', async (activation) => {
    for (const sigmaW of [0.1, 1, 10]) {
      for (const sigmaB of [0, 1e-200, 1e-35, 1]) {
        for (const depth of [50, 300]) {
          const watched = new WatchedArena(await loadKernels(module));
          const widths = new Array<number>(depth).fill(24);
          const what = subject(
            { inputDim: 5, widths, sigmaW, sigmaB, activation },
            { curve: curveOf('line', 5) },
          );
          new Workspace(watched, what).measure(0, 1);
          const floats = panelLayout(what.points, 1).columns * 24;
          const images = watched.reserved.filter(({ bytes }) => bytes === 4 * floats);
          expect(images).toHaveLength(2);
          for (const { address } of images) {
            const sizes = [...watched.f32(address, floats)].map(Math.abs);
            const largest = Math.max(...sizes);
            const smallest = sizes.reduce((least, x) => (x > 0 ? Math.min(least, x) : least), largest);
            expect(largest, `sigmaW ${sigmaW}, sigmaB ${sigmaB}, depth ${depth}`).toBeGreaterThan(2 ** -20);
            expect(largest).toBeLessThan(2 ** 20);
            expect(smallest / largest).toBeGreaterThan(2 ** -100);
          }
        }
      }
    }
  });
});
