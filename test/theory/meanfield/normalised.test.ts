import { describe, expect, it } from 'vitest';
import { endpointStream, normals, openStream } from '../../../src/random/index.ts';
import { meanField } from '../../../src/theory/meanfield/mean-field.ts';
import {
  type NormalisedLaw,
  normalisedCorrelations,
  normalisedMeanField,
} from '../../../src/theory/meanfield/normalised.ts';

const law = (own: Partial<NormalisedLaw>): NormalisedLaw => ({
  activation: 'relu',
  sigmaW: 1.7,
  sigmaB: 0,
  norm: 'layer-norm',
  place: 'before-activation',
  ...own,
});

const step = (own: Partial<NormalisedLaw>, c: number) => normalisedCorrelations(law(own), c, 2)![1]!;

describe('normalisation before the activation', () => {
  it('makes every ReLU network without biases critical: its map is the arc-cosine kernel', () => {
    const field = normalisedMeanField(law({}));
    expect(field).toMatchObject({ chi1: 1, cStar: 1, xiC: null, phase: 'critical' });
    expect(field.qStar).toBeCloseTo((1.7 * 1.7) / 2, 14);
    for (const c of [-1, -0.3, 0, 0.5, 0.9]) {
      const exact = (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / Math.PI;
      expect(step({}, c)).toBeCloseTo(exact, 13);
      expect(step({ norm: 'rms-norm' }, c)).toBe(step({}, c));
    }
  });

  it('makes erf chaotic whatever sigmaW is: asin(2c/3) / asin(2/3)', () => {
    for (const sigmaW of [0.3, 5]) {
      const own = { activation: 'erf', sigmaW } as const;
      const field = normalisedMeanField(law(own));
      expect(field.phase).toBe('chaotic');
      expect(field.chi1).toBeCloseTo(2 / 3 / Math.sqrt(1 - 4 / 9) / Math.asin(2 / 3), 12);
      expect(field.cStar).toBeCloseTo(0, 12);
      expect(field.xiC).toBeCloseTo(-1 / Math.log(2 / 3 / Math.asin(2 / 3)), 10);
      expect(step(own, 0.4)).toBeCloseTo(Math.asin(0.8 / 3) / Math.asin(2 / 3), 12);
    }
  });

  it('weighs biases against weights', () => {
    const own = { sigmaW: 2, sigmaB: 1 };
    expect(normalisedMeanField(law(own)).chi1).toBeCloseTo(2 / 3, 13);
    expect(step(own, 0)).toBeCloseTo((2 / Math.PI + 1) / 3, 13);
  });
});

describe('normalisation after the activation', () => {
  it('is the map at the variance sigmaW² + sigmaB², divided by the mean square', () => {
    const own = { norm: 'rms-norm', place: 'after-activation', sigmaW: 1, sigmaB: 0.5 } as const;
    const kernel = (Math.sqrt(0.75) + 0.5 * (Math.PI - Math.acos(0.5))) / Math.PI;
    expect(normalisedMeanField(law(own)).qStar).toBe(1.25);
    expect(step(own, 0.5)).toBeCloseTo((kernel + 0.25) / 1.25, 13);
  });

  it('lets layer normalisation take the mean of ReLU off, so that inputs drift apart', () => {
    const field = normalisedMeanField(law({ place: 'after-activation' }));
    const spread = 1 / 2 - 1 / (2 * Math.PI);
    expect(field.phase).toBe('chaotic');
    expect(field.chi1).toBeCloseTo(0.5 / spread, 12);
    expect(field.cStar).toBeCloseTo(0, 12);
    expect(field.slopeAtCStar).toBeCloseTo(0.25 / spread, 10);
    expect(step({ place: 'after-activation' }, 0.5)).toBeCloseTo(
      (Math.sqrt(0.75) + 0.5 * (Math.PI - Math.acos(0.5)) - 1) / (2 * Math.PI) / spread,
      12,
    );
  });

  it('needs weights, and an activation that is not constant', () => {
    expect(normalisedMeanField(law({ sigmaW: 0, place: 'after-activation' })).qStar).toBeNull();
    expect(normalisedMeanField(law({ sigmaW: 0 })).qStar).toBeNull();
    expect(normalisedCorrelations(law({ sigmaW: 0 }), 0.5, 3)).toBeNull();
  });
});

describe('normalised networks beside those without', () => {
  it('agree where the plain network stands at a fixed point of variance 1', () => {
    // sigmaW² E erf² + sigmaB² = 1 at q = 1, so that there is nothing to normalise.
    const square = (2 / Math.PI) * Math.asin(2 / 3);
    const [sigmaW, sigmaB] = [Math.sqrt(0.5 / square), Math.sqrt(0.5)];
    const plain = meanField({ activation: 'erf', sigmaW, sigmaB });
    const normalised = normalisedMeanField(law({ activation: 'erf', sigmaW, sigmaB }));
    expect(plain.qStar).toBeCloseTo(1, 12);
    expect(normalised.chi1).toBeCloseTo(plain.chi1!, 11);
    expect(normalised.cStar).toBeCloseTo(plain.cStar!, 11);
  });

  it('is what wide layers do', () => {
    const width = 1500;
    const drawn = normals(openStream(endpointStream(5, 0)), 2 * width);
    const first = drawn.slice(0, width);
    const second = drawn.slice(width).map((x, i) => 0.5 * first[i]! + Math.sqrt(0.75) * x);
    const normalise = (x: Float64Array) => {
      const mean = x.reduce((sum, v) => sum + v, 0) / width;
      const square = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / width;
      return x.map((v) => (v - mean) / Math.sqrt(square));
    };
    // ReLU, layer normalisation, and a layer of weights, of which correlations of pre-activations are those of
    // what goes in.
    const [a, b] = [first, second].map((h) => normalise(h.map((x) => Math.max(x, 0))));
    const correlation = a!.reduce((sum, x, i) => sum + x * b![i]!, 0) / width;
    // The standard error of a correlation of 1500 pairs is below 1 / sqrt(1500).
    expect(Math.abs(correlation - step({ place: 'after-activation' }, 0.5))).toBeLessThan(
      4 / Math.sqrt(width),
    );
  });

  it('refuses what it does not know', () => {
    expect(() => normalisedMeanField(law({ norm: 'batch-norm' as never }))).toThrow(/^norm: expected/);
    expect(() => normalisedMeanField(law({ place: 'inside' as never }))).toThrow(/^place: expected/);
    expect(() => normalisedCorrelations(law({}), 1.5, 3)).toThrow(/^first: expected/);
  });
});
