import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedBreakpoints, expectedTransitions } from '../../../src/theory/index.ts';
import { expectClose, golden } from '../fixture.ts';
import { expectMean, imageCounts } from './simulate.ts';

const quarter = Math.PI / 2;
const shapes = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 6 });

describe('expectedTransitions', () => {
  it.each(['16-16-16-16', '4-4-4-4'])('has the golden values of %s', (shape) => {
    const { total, regions } = expectedTransitions(shape.split('-').map(Number), quarter);
    expectClose(total, golden(`E_transitions_${shape}_theta90`));
    expectClose(regions, golden(`E_regions_${shape}_theta90`));
  });

  it('is n angle/pi in the first layer, and the same in every wide one', () => {
    const { perLayer } = expectedTransitions([50, 20, 10], quarter);
    expectClose(perLayer[0]!, 25, 1e-15);
    expectClose(perLayer[1]!, 10, 1e-14);
    expectClose(perLayer[2]!, 5 * (1 - 2 ** -50) * (1 - 2 ** -20), 1e-15);
  });

  it('is additive in the angle; regions too, one apart', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.double({ min: 0, max: 1.5, noNaN: true }),
        fc.double({ min: 0, max: 1.5, noNaN: true }),
        (widths, a, b) => {
          const [one, two, both] = [a, b, a + b].map((angle) => expectedTransitions(widths, angle));
          both!.perLayer.forEach((value, l) => {
            expect(value).toBeCloseTo(one!.perLayer[l]! + two!.perLayer[l]!, 9);
          });
          expect(both!.regions! - 1).toBeCloseTo(one!.regions! - 1 + (two!.regions! - 1), 9);
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it('counts every breakpoint, and flips that follow from a death besides', () => {
    fc.assert(
      fc.property(shapes, (widths) => {
        const { perLayer, regions } = expectedTransitions(widths, 3);
        const breakpoints = expectedBreakpoints(widths, 3);
        breakpoints.forEach((value, l) => {
          expect(value).toBeLessThanOrEqual(perLayer[l]!);
        });
        expect(regions).toBeCloseTo(1 + breakpoints.reduce((sum, x) => sum + x, 0), 9);
      }),
      { seed: 12, numRuns: 200 },
    );
    // Behind a single neuron the image lies on one ray: it has no breakpoint, but flips with that neuron.
    expect(expectedBreakpoints([1, 8], 1)[1]).toBe(0);
    expectClose(expectedTransitions([1, 8], 1).perLayer[1]!, 4 / Math.PI, 1e-15);
  });

  it('knows no regions for an angle that no segment has', () => {
    expect(expectedTransitions([5], Math.PI).regions).toBe(6);
    expect(expectedTransitions([5], 2 * Math.PI)).toEqual({ perLayer: [10], total: 10, regions: null });
  });

  it('is what exact images of random networks show', () => {
    const seed = 41;
    for (const [widths, networks] of [
      [[4, 4, 4, 4], 6000],
      [[6, 3, 8], 6000],
      [[2, 1, 3], 6000],
    ] as const) {
      for (const cosine of [0, 0.8]) {
        const ends = [Float64Array.of(1, 0), Float64Array.of(2 * cosine, 2 * Math.sqrt(1 - cosine * cosine))];
        const angle = Math.acos(cosine);
        const counts = Array.from({ length: networks }, (_, i) =>
          imageCounts(ends, widths, seed + 1000 * i + widths.length),
        );
        const { perLayer, regions } = expectedTransitions(widths, angle);
        const breakpoints = expectedBreakpoints(widths, angle);
        widths.forEach((_, l) => {
          const at = `${widths.join('-')}, cosine ${cosine}, layer ${l + 1}`;
          const flips = counts.map((c) => c.flips[l]!);
          expectMean(`flips of ${at}`, flips, perLayer[l]!, seed);
          const cuts = counts.map((c) => c.breakpoints[l]!);
          if (breakpoints[l]! > 0) expectMean(`breakpoints of ${at}`, cuts, breakpoints[l]!, seed);
          else expect(Math.max(...cuts)).toBe(0);
        });
        const met = counts.map((c) => 1 + c.breakpoints.reduce((sum, x) => sum + x, 0));
        expectMean(`regions of ${widths.join('-')}`, met, regions!, seed);
      }
    }
  });

  it('refuses wrong input in one line', () => {
    expect(() => expectedTransitions([], 1)).toThrow(
      new RangeError('widths: expected at least one width, got none'),
    );
    expect(() => expectedTransitions([3, 0], 1)).toThrow('widths[1]: expected an integer in 1 …');
    expect(() => expectedBreakpoints([3], -1)).toThrow(
      new RangeError('angle: expected a finite number >= 0, got -1'),
    );
  });
});
