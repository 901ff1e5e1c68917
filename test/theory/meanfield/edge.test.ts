import { describe, expect, it } from 'vitest';
import type { Activation } from '../../../src/network/index.ts';
import { erfc } from '../../../src/numeric/functions.ts';
import {
  curvatureByLayer,
  type EdgeOfChaos,
  edgeOfChaos,
  edgesOfChaos,
  lengthMap,
  lengthsByLayer,
  meanField,
  type OwnActivation,
} from '../../../src/theory/index.ts';
import { expectClose } from '../fixture.ts';

const SATURATING = ['hard-tanh', 'tanh', 'erf', 'sin'] as const;

describe('the edge of chaos', () => {
  // mpmath, 30 digits, with phi = h (1 + erf(h / sqrt 2)) / 2.
  const gelu: OwnActivation = {
    value: (h) => (h * erfc(-h / Math.SQRT2)) / 2,
    derivative: (h) => erfc(-h / Math.SQRT2) / 2 + h * gauss(h),
    secondDerivative: (h) => (2 - h * h) * gauss(h),
  };
  const gauss = (h: number) => Math.exp((-h * h) / 2) / Math.sqrt(2 * Math.PI);
  it('says whether lengths settle at its fixed point', () => {
    const near = edgeOfChaos(gelu, { sigmaB: 0.1 })!;
    expectClose(near.qStar, 0.1834831931070654, 1e-9);
    expectClose(near.sigmaW, 1.727078275308699, 1e-10);
    expect(near.stable).toBe(false);
    const far = edgeOfChaos(gelu, { sigmaB: Math.sqrt(0.28435684132) })!;
    expectClose(far.qStar, 8, 1e-8);
    expect(far.stable).toBe(true);
    // The slope of the length map there is 1.0979 and 0.9833.
    const slope = (edge: EdgeOfChaos, sigmaB: number) => {
      const spec = { activation: gelu, sigmaW: edge.sigmaW, sigmaB };
      const [above, below] = [1.001, 0.999].map((x) => lengthMap(spec, edge.qStar! * x));
      return (above! - below!) / (0.002 * edge.qStar!);
    };
    expectClose(slope(near, 0.1), 1.097932, 1e-5);
    expectClose(slope(far, Math.sqrt(0.28435684132)), 0.983325, 1e-5);
  });
  it('is stable for the saturating ones with biases, marginal without, and has no q* for ReLU', () => {
    for (const name of SATURATING) {
      expect(edgeOfChaos({ name } as Activation, { sigmaB: 0.3 })!.stable, name).toBe(true);
      expect(edgeOfChaos({ name } as Activation, { sigmaB: 0 })!.stable, name).toBe(false);
    }
    expect(edgeOfChaos({ name: 'relu' }, { sigmaB: 0 })).toEqual({
      sigmaW: Math.SQRT2,
      qStar: null,
      stable: null,
      lengthMapSlope: null,
    });
  });
  it('of swish is nowhere stable at sigma_b = 0.2, and the one at q* = 0.689 has the slope 1.098', () => {
    const edges = edgesOfChaos('swish:1', { sigmaB: 0.2 });
    expect(edges.length).toBeGreaterThan(0);
    for (const { stable } of edges) expect(stable).toBe(false);
    const edge = edges.find(({ sigmaW }) => Math.abs(sigmaW - 1.6795) < 5e-5)!;
    expect(edge.qStar).toBeCloseTo(0.689, 3);
    expect(Math.floor(1000 * edge.lengthMapSlope!)).toBe(1098);
    expect(edges).toContainEqual(edgeOfChaos('swish:1', { sigmaB: 0.2 }));
  });
  it('of swish has a stable length below it, from which q = 1 runs away', () => {
    const law = { activation: 'swish:1', sigmaW: 1.6795, sigmaB: 0.2 };
    expectClose(lengthsByLayer(law, 0.04, 2000).at(-1)!, 0.194, 1e-3);
    expect(lengthsByLayer(law, 1, 100).at(-1)).toBeGreaterThan(1e12);
    expect(meanField(law).qStar).toBeNull();
  });
  it.each([
    ['gelu', 0.1],
    ['gelu', 0.52],
    ['selu', 0.2],
    ['hard-swish', 0.6],
    ['soft-threshold:0.5', 0.3],
  ])('of %s at sigma_b = %d: chi1 is 1, q* a fixed point, and the slope the one it says', (name, sigmaB) => {
    const edges = edgesOfChaos(name, { sigmaB });
    expect(edges.length).toBeGreaterThan(0);
    expect(edges[0]).toEqual(edgeOfChaos(name, { sigmaB }));
    for (const { sigmaW, qStar, stable, lengthMapSlope } of edges) {
      const spec = { activation: name, sigmaW, sigmaB };
      expectClose(lengthMap(spec, qStar!), qStar!, 1e-9);
      const [above, below] = [1.001, 0.999].map((x) => lengthMap(spec, qStar! * x));
      expectClose((above! - below!) / (0.002 * qStar!), lengthMapSlope!, 1e-5);
      expect(stable).toBe(lengthMapSlope! < 1 - 1e-12);
      expectClose(curvatureByLayer(spec, 2, { first: qStar! })[1]!.metric! / qStar!, 1, 1e-9);
    }
  });
});
