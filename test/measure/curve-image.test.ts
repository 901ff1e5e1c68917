/** Images of whole curves with their derivatives, beside the same in double precision. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/measure/areas/curve.ts';
import { type CurveLayer, CurveWorkspace } from '../../src/measure/curve-image.ts';
import type { Subject } from '../../src/measure/index.ts';
import { hasKinks } from '../../src/network/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { arena } from '../kernels/kernels.ts';
import { type ReferenceJet, referenceJets } from './jets.ts';
import { BROKEN, CURVED, mixedSubject } from './mixed.ts';
import { ACTIVATIONS, BENT, curveOf, smallSubjects, subject } from './subjects.ts';

const memory = await arena();

function imageOf(what: Subject, order: Order, network = 3): CurveLayer[] {
  memory.reset();
  return [...new CurveWorkspace(memory, what, order).layers(network)];
}

/** The most that vectors of one kind differ from the reference, over the largest norm of one. */
function difference(stored: Float32Array, unit: number, exact: number[][]): number {
  const width = exact[0]!.length;
  const largest = exact.reduce((most, vector) => Math.max(most, Math.hypot(...vector)), 0);
  const far = exact.map((vector, t) =>
    Math.hypot(...vector.map((x, i) => x - stored[t * width + i]! * unit)),
  );
  return Math.max(...far) / (largest || 1);
}

function differences({ pre, post, scales }: CurveLayer, reference: Record<'pre' | 'post', ReferenceJet[]>) {
  const { points, velocities, accelerations } = scales;
  const unit = ldexp(points.mantissa, points.exponent);
  const of = (side: 'pre' | 'post', name: keyof ReferenceJet) => reference[side].map((jet) => jet[name]);
  return (['pre', 'post'] as const).map((side) => {
    const jets = side === 'pre' ? pre : post;
    return [
      difference(jets.points, unit, of(side, 'point')),
      difference(jets.velocities, ldexp(1, velocities), of(side, 'velocity')),
      jets.accelerations.length === 0
        ? 0
        : difference(jets.accelerations, ldexp(1, accelerations), of(side, 'acceleration')),
    ];
  });
}

/** Follows as many derivatives as there are. */
function expectReference(what: Subject): void {
  const order = what.network.layers.some(({ activation }) => hasKinks(activation)) ? 1 : 2;
  const exact = referenceJets(what, 3);
  imageOf(what, order).forEach((layer, l) => {
    // A kink may lie between the two roundings of a pre-activation: velocities are compared where none does,
    // by this fixed seed.
    for (const error of differences(layer, exact[l]!).flat()) {
      expect(error).toBeLessThan(4e-6 * (l + 1));
    }
  });
}

describe('CurveWorkspace', () => {
  it.each([...ACTIVATIONS, ...BENT])('follows points and derivatives through $name', (activation) => {
    for (const kind of ['line', 'arc', 'circle', 'polyline'] as const) {
      for (const [density, points] of [
        [1, 9],
        [0.3, 30],
      ] as const) {
        const network = { activation, density, sigmaB: 0.4, sigmaW: 1.7, widths: [60, 50, 40] };
        expectReference(subject(network, { curve: curveOf(kind, 20), points }));
      }
    }
  });

  it.each([...BROKEN, ...CURVED])('follows them through layers that differ: %s', (_, layers) => {
    for (const kind of ['line', 'circle'] as const) {
      expectReference(mixedSubject(layers, { curve: curveOf(kind, 20), points: 9 }));
    }
  });

  it('has the same points whatever the order, for any small network', () => {
    fc.assert(
      fc.property(smallSubjects, (what) => {
        const first = imageOf(what, 0);
        const second = imageOf(what, 1);
        first.forEach(({ pre, post }, l) => {
          expect(pre.points).toEqual(second[l]!.pre.points);
          expect(post.points).toEqual(second[l]!.post.points);
        });
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('gives network number i alone as after others', () => {
    const what = subject({ activation: { name: 'tanh' } }, { curve: curveOf('circle', 20), points: 12 });
    memory.reset();
    const workspace = new CurveWorkspace(memory, what, 2);
    const after = [0, 1, 2, 3].map((i) => [...workspace.layers(i)])[3];
    expect(after).toEqual(imageOf(what, 2, 3));
  });

  it('stays in range where derivatives do not: both phases, depth 400', () => {
    const widths = new Array<number>(400).fill(30);
    for (const sigmaW of [0.5, 4]) {
      const what = subject(
        { activation: { name: 'tanh' }, sigmaW, sigmaB: 0.3, widths },
        { curve: curveOf('circle', 20), points: 5 },
      );
      const { pre, scales } = imageOf(what, 2).at(-1)!;
      expect(Math.abs(scales.velocities)).toBeGreaterThan(150);
      for (const values of [pre.points, pre.velocities, pre.accelerations]) {
        const most = values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
        expect(most).toBeGreaterThan(1e-3);
        expect(most).toBeLessThan(1e4);
      }
    }
  });

  it('refuses second derivatives of kinks', () => {
    expect(() => imageOf(subject(), 2)).toThrow(
      'activation: expected a smooth one for second derivatives, got relu',
    );
  });
});
