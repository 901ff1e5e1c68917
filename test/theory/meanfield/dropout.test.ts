/** Dropout in mean field: Schoenholz et al. (arXiv 1611.01232), section 6. */
import { describe, expect, it } from 'vitest';
import { networkStream, normals, openStream, PURPOSE, uniform01 } from '../../../src/random/index.ts';
import {
  correlationMap,
  covarianceMap,
  lengthMap,
  type MeanFieldLaw,
  meanField,
  phaseDiagram,
} from '../../../src/theory/index.ts';
import { expectClose } from '../fixture.ts';
import { mean, pairMean } from './quadrature.ts';

const tanh = { f: Math.tanh, kinks: [] };

describe('mean field with dropout', () => {
  it.each([
    [2.5, 0.3, 0.2],
    [1.2, 0.1, 0.5],
    [0.6, 0.4, 0.01],
  ])('sigma_w = %d, sigma_b = %d, p = %d: fixed points of both maps', (sigmaW, sigmaB, dropout) => {
    const law = { activation: 'tanh', sigmaW, sigmaB, dropout } as const;
    const { qStar, cStar, slopeAtCStar, chi1, xiC, phase } = meanField(law);
    const [q, c] = [qStar!, cStar!];
    expectClose(
      (sigmaW ** 2 / (1 - dropout)) * mean({ f: (h) => Math.tanh(h) ** 2, kinks: [] }, q) + sigmaB ** 2,
      q,
      1e-10,
    );
    expectClose((sigmaW ** 2 * pairMean(tanh, q, q, c) + sigmaB ** 2) / q, c, 1e-10);
    expect(c).toBeLessThan(1);
    const slope = { f: (h: number) => 1 - Math.tanh(h) ** 2, kinks: [] };
    expectClose(slopeAtCStar!, sigmaW ** 2 * pairMean(slope, q, q, c), 1e-9);
    expectClose(
      chi1!,
      (sigmaW ** 2 / (1 - dropout)) * mean({ f: (h) => slope.f(h) ** 2, kinks: [] }, q),
      1e-10,
    );
    expectClose(xiC!, -1 / Math.log(slopeAtCStar!), 1e-10);
    expect(phase).toBeNull();
    expectClose(correlationMap(law, c)!, c, 1e-10);
    // Even equal inputs come apart.
    expect(correlationMap(law, 1)!).toBeLessThan(1);
    expectClose(
      covarianceMap(law, q, q, 1) - sigmaB ** 2,
      (1 - dropout) * (lengthMap(law, q) - sigmaB ** 2),
      1e-12,
    );
  });

  it('of ReLU and without biases', () => {
    // Critical at sigma_w² = 2 (1 - p): every q is a fixed point, and c* that of (1 - p) times the arccosine map.
    const critical = { activation: 'relu', sigmaW: Math.sqrt(2 * 0.75), sigmaB: 0, dropout: 0.25 } as const;
    const { qStar, chi1, cStar } = meanField(critical);
    expect(qStar).toBeNull();
    expectClose(chi1!, 1, 1e-12);
    const [c, angle] = [cStar!, Math.acos(cStar!)];
    expectClose((0.75 * (Math.sin(angle) + (Math.PI - angle) * c)) / Math.PI, c, 1e-12);
    // At q* = 0 the limit of small biases: c = (1 - p) chi1 c + 1 - chi1.
    const ordered = meanField({ activation: 'tanh', sigmaW: 0.6, sigmaB: 0, dropout: 0.4 });
    expect(ordered.qStar).toBe(0);
    expectClose(ordered.chi1!, 0.6, 1e-12);
    expectClose(ordered.cStar!, 0.4 / (1 - 0.36), 1e-12);
    const small = meanField({ activation: 'tanh', sigmaW: 0.6, sigmaB: 1e-6, dropout: 0.4 });
    expectClose(small.cStar!, ordered.cStar!, 1e-9);
  });

  it('is what it was at p = 0, and tends to that', () => {
    const law = { activation: 'tanh', sigmaW: 2.5, sigmaB: 0.3 } as const;
    expect(meanField({ ...law, dropout: 0 })).toEqual(meanField(law));
    expectClose(meanField({ ...law, dropout: 1e-9 }).cStar!, meanField(law).cStar!, 1e-7);
  });

  it('over a grid is that of its points', () => {
    const [row] = phaseDiagram('gelu', { sigmaW: [1.3], sigmaB: [0.2], dropout: 0.1 });
    const { qStar, chi1, cStar, xiQ, xiC, phase } = meanField({
      activation: 'gelu',
      sigmaW: 1.3,
      sigmaB: 0.2,
      dropout: 0.1,
    });
    expect(row![0]).toEqual({ sigmaW: 1.3, sigmaB: 0.2, qStar, chi1, cStar, xiQ, xiC, phase });
  });

  it('is refused out of range', () => {
    const law: MeanFieldLaw = { activation: 'tanh', sigmaW: 1, sigmaB: 1 };
    for (const dropout of [1, -0.1, 2, Number.NaN])
      expect(() => meanField({ ...law, dropout })).toThrow(/^dropout: expected .*, got /);
  });

  it('agrees with drawn networks whose two inputs have masks of their own', () => {
    const [sigmaW, sigmaB, keep, width, depth, networks] = [2, 0.3, 0.8, 250, 8, 12];
    const { qStar, cStar } = meanField({ activation: 'tanh', sigmaW, sigmaB, dropout: 1 - keep });
    const measured = Array.from({ length: networks }, (_, i) => {
      const stream = openStream(networkStream(7, i, 0, PURPOSE.value, 0));
      const start = normals(stream, width);
      let [a, b] = [start, start].map((x) => [...x].map((h) => Math.sqrt(qStar!) * h)) as [
        number[],
        number[],
      ];
      for (let l = 0; l < depth; l++) {
        const masked = (x: number[]) => x.map((h) => (uniform01(stream) < keep ? Math.tanh(h) / keep : 0));
        const [u, v] = [masked(a), masked(b)];
        const biases = normals(stream, width);
        const rows = Array.from({ length: width }, () => normals(stream, width));
        const apply = (x: number[]) =>
          rows.map((row, r) => {
            let sum = 0;
            for (let j = 0; j < width; j++) sum += row[j]! * x[j]!;
            return (sigmaW / Math.sqrt(width)) * sum + sigmaB * biases[r]!;
          });
        [a, b] = [apply(u), apply(v)];
      }
      const dot = (x: number[], y: number[]) => x.reduce((sum, h, j) => sum + h * y[j]!, 0) / width;
      return { q: (dot(a, a) + dot(b, b)) / 2, c: dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) };
    });
    for (const [name, expected] of [
      ['q', qStar!],
      ['c', cStar!],
    ] as const) {
      const values = measured.map((m) => m[name]);
      const average = values.reduce((s, x) => s + x, 0) / networks;
      const sem = Math.sqrt(values.reduce((s, x) => s + (x - average) ** 2, 0) / (networks - 1) / networks);
      const z = (average - expected) / sem;
      expect(Math.abs(z), `${name}: ${average} against ${expected}, z = ${z}`).toBeLessThan(3.5);
    }
  });
});
