/** Networks of activations that bend: lengths beside the same networks in double precision, and squares. */
import { describe, expect, it } from 'vitest';
import { samplePoints } from '../../src/curve/index.ts';
import { measureTrajectory } from '../../src/index.ts';
import { TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { drawNetwork } from '../../src/regions/index.ts';
import { forward } from '../formats/forward.ts';
import { arena } from '../kernels/kernels.ts';
import { BENT, curveOf, lengthsOf, subject } from './subjects.ts';

const memory = await arena();

describe.each(BENT)('$name', (activation) => {
  const what = (points: number, density = 1) =>
    subject(
      { inputDim: 12, widths: [14, 16, 9], sigmaB: 0.3, density, activation },
      {
        curve: curveOf('circle', 12),
        points,
      },
    );

  it.each([1, 0.4])('has the polylines of double precision at density %d', (density) => {
    const { network, seed, curve, points } = what(60, density);
    const drawn = drawNetwork(network, seed, 5);
    const flat = samplePoints(curve, points);
    const inputs = Array.from({ length: points }, (_, t) => [...flat.subarray(12 * t, 12 * (t + 1))]);
    const measured = lengthsOf(new Workspace(memory, what(60, density)).measure(5, 1));
    drawn.layers.forEach((_, l) => {
      const image = inputs.map((x) => forward({ ...drawn, layers: drawn.layers.slice(0, l + 1) }, x));
      const expected = image
        .slice(1)
        .reduce((sum, z, t) => sum + Math.hypot(...z.map((v, i) => v - image[t]![i]!)), 0);
      expect(Math.abs(measured[l]! / expected - 1), `layer ${l + 1}`).toBeLessThan(3e-6);
    });
  });

  it('has tangents as long as fine polylines', () => {
    memory.reset();
    const fine = lengthsOf(new Workspace(memory, what(4001)).measure(2, 1));
    memory.reset();
    const tangents = lengthsOf(new TangentWorkspace(memory, what(1000)).measure(2, 1));
    fine.forEach((length, l) => {
      expect(Math.abs(tangents[l]! / length - 1), `layer ${l + 1}`).toBeLessThan(2e-3);
    });
  });
});

describe('squared-relu', () => {
  const run = async (sigmaW: number, estimator: 'polyline' | 'tangent') => {
    const { cells } = await measureTrajectory({
      activation: 'squared-relu',
      width: 30,
      depth: 10,
      networks: 3,
      points: 20,
      draw: 'weights',
      sigmaW,
      estimator,
    });
    return cells[0]!.layers;
  };

  it.each(['polyline', 'tangent'] as const)('keeps lengths of any size, by %s', async (estimator) => {
    const [one, two] = [await run(1, estimator), await run(2, estimator)];
    one.forEach(({ length, preLength }, l) => {
      // Weights twice as large: h of layer l is 2^(2^l - 1) times as long, and z the square of that.
      const power = 2 ** (l + 1) - 1;
      const rise = (two[l]!.length.meanLog! - length.meanLog!) / Math.LN2;
      expect(Math.abs(rise - 2 * power)).toBeLessThan(1e-6 * power + 1e-6);
      const before = (two[l]!.preLength.meanLog! - preLength.meanLog!) / Math.LN2;
      expect(Math.abs(before - power)).toBeLessThan(1e-6 * power + 1e-6);
    });
    const last = one.at(-1)!.length;
    expect(last.meanLog).toBeLessThan(-800);
    expect(last.mean).toBeNull();
    expect(last.n).toBe(3);
  });

  it('refuses more layers than an exponent holds, and measures of points beyond single precision', async () => {
    const deep = { activation: 'squared-relu', width: 30, networks: 1, points: 8 };
    await expect(measureTrajectory({ ...deep, depth: 14 })).rejects.toThrow(
      'which are squared; use fewer layers',
    );
    await expect(measureTrajectory({ ...deep, depth: 9, measure: ['q'] })).rejects.toThrow(
      'for measures of an activation that squares them',
    );
  });
});
