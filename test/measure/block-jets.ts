/**
 * Points, velocities and accelerations by τ of images of a curve through networks of blocks and
 * normalisation: by plain loops in double precision and their differences along the curve.
 */
import { curvePoints, parameterSpan } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { blockLayers, samplesOf } from './block-loops.ts';
import type { ReferenceLayer } from './jets.ts';

/**
 * Differences of five points h apart: errors are h⁴ / 30 and h⁴ / 90 times fifth and sixth derivatives, and
 * roundings over h and h².
 * @param batch what `batch-norm` layers look at; left out: the samples.
 */
export function blockJets(
  what: Subject,
  number: number,
  h: number,
  batch: readonly (readonly number[])[] = samplesOf(what),
): ReferenceLayer[] {
  const { curve, points } = what;
  const at = curvePoints(curve);
  const span = parameterSpan(curve);
  const [far, before, here, after, beyond] = [-2, -1, 0, 1, 2].map((k) => {
    const moved = Array.from({ length: points }, (_, j) => [...at(j / (points - 1) + (k * h) / span).point]);
    return blockLayers(what, number, moved, batch);
  });
  return here!.map((layer, l) => {
    const jets = (side: 'pre' | 'post') =>
      layer[side].map((point, t) => {
        const [a, b, c, d] = [far, before, after, beyond].map((all) => all![l]![side][t]!);
        return {
          point,
          velocity: point.map((_, i) => (a![i]! - 8 * b![i]! + 8 * c![i]! - d![i]!) / (12 * h)),
          acceleration: point.map(
            (x, i) => (16 * (b![i]! + c![i]!) - a![i]! - d![i]! - 30 * x) / (12 * h * h),
          ),
        };
      });
    return { pre: jets('pre'), post: jets('post') };
  });
}
