import { describe, expect, it } from 'vitest';
import { openSweeps, sweep } from '../../src/figures/dichotomies.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { uniformNetwork } from '../../src/network/index.ts';

const arena = await openSweeps();
const shape = { width: 6, depth: 3, sigmaW: 4, samples: 400 };
const inputs = Array.from({ length: 5 }, (_, a) =>
  Float64Array.from({ length: 6 }, (_, i) => Math.sin(1 + 3 * a + i * i)),
);

describe('a sweep of weights along a great circle', () => {
  const found = sweep(arena, shape, inputs, 3, 2);

  it('sees what a network with the weights of every sample shows', () => {
    const gaussian = { kind: 'gaussian' } as const;
    const spec = uniformNetwork({
      ...{ inputDim: 12, widths: [6, 6, 6], density: 1, weights: gaussian, sigmaW: 4 },
      ...{ biases: gaussian, sigmaB: 0, scaling: 'fan-in', activation: { name: 'hard-tanh' } },
    });
    const layers = [1, 2, 3].map((layer) => referenceWeights(spec, 3, 2, layer).weights);
    const patterns = layers.map(() => Array.from({ length: 4 }, () => [] as string[]));
    for (let t = 0; t <= shape.samples; t++) {
      const angle = (2 * Math.PI * t) / shape.samples;
      // W(t) itself: √2 makes up for the fan-in of both halves.
      const swept = layers[0]!.map((row) =>
        inputs[0]!.map((_, j) => Math.SQRT2 * (Math.cos(angle) * row[j]! + Math.sin(angle) * row[j + 6]!)),
      );
      const labels = layers.map(() => ['', '', '', '']);
      for (const input of inputs) {
        let z = [...input];
        for (const [l, weights] of [swept, layers[1]!, layers[2]!].entries()) {
          const h = weights.map((row) => z.reduce((sum, x, j) => sum + row[j]! * x, 0));
          for (let i = 0; i < 4; i++) labels[l]![i] += h[i]! > 0 ? '1' : '0';
          z = h.map((x) => Math.max(-1, Math.min(1, x)));
        }
      }
      for (const [l, own] of labels.entries())
        for (const [i, label] of own.entries()) patterns[l]![i]!.push(label);
    }
    for (const [r, outputs] of patterns.entries()) {
      const mean = (of: (labels: string[]) => number) => outputs.reduce((sum, x) => sum + of(x), 0) / 4;
      expect(found[r]!.labelings).toBe(mean((x) => new Set(x).size));
      expect(found[r]!.changes).toBe(
        mean((x) =>
          x
            .slice(1)
            .reduce((sum, label, t) => sum + [...label].filter((bit, a) => bit !== x[t]![a]).length, 0),
        ),
      );
    }
  });
  it('changes each label twice where the output itself is swept', () => {
    expect(found[0]).toMatchObject({ changes: 10, expected: 10 });
  });
  it('changes labels as often as the angle of the layer below expects', () => {
    const networks = Array.from({ length: 60 }, (_, index) => sweep(arena, shape, inputs, 4, index));
    for (const r of [1, 2]) {
      const ratios = networks.map((layers) => layers[r]!.changes / layers[r]!.expected);
      const mean = ratios.reduce((sum, x) => sum + x, 0) / ratios.length;
      const sem = Math.sqrt(ratios.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 59 / 60);
      expect(Math.abs(mean - 1), `seed 4: ${mean} ± ${sem}`).toBeLessThan(4 * sem);
      expect(sem).toBeLessThan(0.05);
    }
  });
});
