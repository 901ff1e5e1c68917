/**
 * Measures of sampled curves, beside their definitions in double precision, and what they must and must not
 * depend on.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curve } from '../../src/curve/index.ts';
import { entriesOf, MEASURES, type MeasureName } from '../../src/experiment/index.ts';
import { type LengthRecord, openWorkspace, type Subject } from '../../src/measure/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { drawNetwork, exactImage, smoothImage } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { defined, measuresOf, values } from './defined.ts';
import { referenceJets } from './jets.ts';
import { BROKEN, CURVED, mixedSubject } from './mixed.ts';
import { ACTIVATIONS, curveOf, smallSubjects, subject } from './subjects.ts';

const memory = await arena();

function measured(what: Subject, first = 3, networks = 1): LengthRecord {
  const measures = what.measures ?? measuresOf(what);
  return openWorkspace(memory, { ...what, measures }).measure(first, networks);
}

function expectDefined(what: Subject): void {
  const layers = referenceJets(what, 3);
  const record = measured(what);
  layers.forEach((_, l) => {
    const exact = defined(what, layers, l);
    for (const name of measuresOf(what)) {
      values(record, name)[l]!.forEach((value, entry) => {
        const expected = exact[name]![entry]!;
        const told = `${name} ${what.curve.kind} layer ${l + 1}: ${value} for ${expected}`;
        // A deviation is as good as the points that it is a difference of.
        const digits = name === 'chordDeviation' ? 1e-5 : 3e-6;
        expect(Math.abs(value - expected), told).toBeLessThanOrEqual(3e-5 * Math.abs(expected) + digits);
      });
    }
  });
}

describe('measures', () => {
  it.each(ACTIVATIONS)('are what they say for $name', (activation) => {
    for (const kind of ['line', 'arc', 'circle', 'polyline'] as const) {
      for (const [density, points] of [
        [1, 49],
        [0.3, 21],
      ] as const) {
        const network = { activation, density, sigmaB: 0.4, sigmaW: 1.7, widths: [60, 50, 40] };
        expectDefined(subject(network, { curve: curveOf(kind, 20), points }));
      }
    }
  });

  it.each([...BROKEN, ...CURVED])('are what they say where layers differ: %s', (_, layers) => {
    for (const kind of ['line', 'circle'] as const) {
      expectDefined(mixedSubject(layers, { curve: curveOf(kind, 20), points: 21 }));
    }
  });

  it('of fine samples are those of the exact image', () => {
    const what = subject({ sigmaB: 0.3, widths: [8, 8, 8] }, { points: 20_001 });
    const record = measured(what);
    const exact = exactImage(drawNetwork(what.network, what.seed, 3), what.curve.vertices);
    exact.layers.forEach(({ transitions, patterns, turningAngle }, l) => {
      expect(values(record, 'transitions')[l]).toEqual([transitions]);
      expect(values(record, 'patterns')[l]).toEqual([patterns]);
      expect(values(record, 'turningAngle')[l]![0]).toBeCloseTo(turningAngle, 4);
    });
  });

  it('of smooth circles converge to the integrals along them', () => {
    const what = subject({ activation: { name: 'tanh' } }, { curve: curveOf('circle', 20), points: 400 });
    const record = measured(what);
    smoothImage(drawNetwork(what.network, what.seed, 3), what.curve).forEach((layer, l) => {
      const relative = (name: MeasureName, expected: number) =>
        expect(Math.abs(values(record, name)[l]![0]! / expected - 1)).toBeLessThan(1e-5);
      relative('gaussMapLength', layer.preGaussMapLength);
      relative('speed', layer.preLength / (2 * Math.PI));
    });
  });

  it('do not depend on the direction of the curve', () => {
    for (const activation of ACTIVATIONS) {
      const [x0, x1] = curveOf('line', 20).vertices;
      const what = subject({ activation, sigmaB: 0.5 }, { curve: curve('line', [x0!, x1!]) });
      const there = measured(what);
      const back = measured({ ...what, curve: curve('line', [x1!, x0!]) });
      for (const name of measuresOf(what)) {
        // The fold is measured from where the curve begins.
        if (name === 'spaceFold') continue;
        values(there, name).forEach((row, l) => {
          row.forEach((x, entry) => {
            const y = values(back, name)[l]![entry]!;
            expect(Math.abs(x - y), `${activation.name} ${name}`).toBeLessThanOrEqual(
              1e-5 * Math.abs(x) + 1e-9,
            );
          });
        });
      }
    }
  });

  it('scale with the weights as their table says, powers of two bit for bit', () => {
    const at = (sigmaW: number) => subject({ sigmaW, widths: [30, 30, 30, 30] }, { points: 30 });
    const [once, twice] = [measured(at(1)), measured(at(4))];
    for (const name of measuresOf(at(1))) {
      const { power } = MEASURES[name];
      values(once, name).forEach((row, l) => {
        expect(row.map((x) => ldexp(x, 2 * power * (l + 1)))).toEqual(values(twice, name)[l]);
      });
    }
  });

  it('are those of a network alone and among others, beside lengths that they leave as they are', () => {
    fc.assert(
      fc.property(smallSubjects, (what) => {
        const all = { ...what, measures: measuresOf(what) };
        const many = measured(all, 0, 4);
        const { length, measures } = measured(all, 2, 1);
        const { depth } = many;
        expect(length).toEqual(many.length.slice(2 * depth, 3 * depth));
        for (const name of all.measures) {
          expect(measures[name]!.values).toEqual(
            many.measures[name]!.values.slice(2 * depth * entriesOf(name), 3 * depth * entriesOf(name)),
          );
        }
        const plain = openWorkspace(memory, what).measure(0, 4);
        expect(many.length).toEqual(plain.length);
        expect(many.preLength).toEqual(plain.preLength);
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it('beside tangents are those beside the polyline', () => {
    const what = subject({ activation: { name: 'erf' } }, { curve: curveOf('circle', 20), points: 25 });
    const { measures } = measured(what);
    expect(measured({ ...what, estimator: 'tangent' }).measures).toEqual(measures);
  });

  it('of a line that nothing bends: no turn, no deviation, no curvature, no fold', () => {
    const record = measured(subject({ activation: { name: 'linear' } }));
    for (const name of ['turningAngle', 'chordDeviation', 'curvature2', 'gaussMapLength'] as const) {
      for (const [value] of values(record, name)) expect(Math.abs(value!)).toBeLessThan(2e-5);
    }
  });

  it('of a dead network', () => {
    const record = measured(subject({ density: 0, widths: [10, 10] }));
    expect(values(record, 'q')).toEqual([[0], [0]]);
    expect(values(record, 'deadShare')).toEqual([[1], [1]]);
    expect(values(record, 'patterns')).toEqual([[1], [1]]);
    expect(values(record, 'correlation').flat()).toEqual([Number.NaN, Number.NaN]);
  });

  it('of more samples than a call takes arguments', () => {
    const many = subject(
      { inputDim: 2, widths: [3] },
      { points: 300_000, measures: ['patterns', 'spaceFold'] },
    );
    const few = measured({ ...many, points: 301 });
    expect(measured(many).measures.patterns).toEqual(few.measures.patterns);
  });

  it('that is a share is 1 exactly where all are', () => {
    const record = measured(subject({ activation: { name: 'leaky-relu', slope: 0.1 }, widths: [10, 10] }));
    expect(values(record, 'activeShare')).toEqual([[1], [1]]);
  });

  it('of pairs leaves out a point at the origin, which makes no angle', () => {
    const line = curve('line', [
      [0, 0],
      [1, 2],
    ]);
    const record = measured(subject({ inputDim: 2, widths: [5] }, { curve: line, points: 49 }));
    // All other points of the image lie on one ray.
    for (const cosine of values(record, 'autocorrelation')[0]!) expect(cosine).toBeCloseTo(1, 6);
    expect(values(record, 'correlation')).toEqual([[Number.NaN]]);
  });
});
