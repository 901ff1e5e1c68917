/**
 * Twin of `CurveWorkspace` in double precision: points, velocities and accelerations by τ of the images of a
 * curve at its samples.
 */
import { curvePoints, parameterSpan, samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { curvedOf, pieceAt, piecesOf } from '../../src/network/index.ts';
import { drawNetwork } from '../../src/regions/index.ts';

export interface ReferenceJet {
  point: number[];
  velocity: number[];
  acceleration: number[];
}

/** [layer][sample], before and after the activation. */
export interface ReferenceLayer {
  pre: ReferenceJet[];
  post: ReferenceJet[];
}

export function referenceJets({ network, seed, curve, points }: Subject, number: number): ReferenceLayer[] {
  const given = drawNetwork(network, seed, number);
  const at = curvePoints(curve);
  const span = parameterSpan(curve);
  const flat = samplePoints(curve, points);
  let jets = Array.from({ length: points }, (_, j): ReferenceJet => {
    const { velocity, acceleration } = at(j / (points - 1));
    return {
      point: [...flat.subarray(j * network.inputDim, (j + 1) * network.inputDim)],
      velocity: Array.from(velocity, (x) => x / span),
      acceleration: Array.from(acceleration, (x) => x / span / span),
    };
  });
  return given.layers.map(({ weights, biases, width, fanIn, activation }) => {
    const pieces = piecesOf(activation);
    const taylor =
      curvedOf(activation)?.at ??
      ((h) => ({ value: pieces!.value(h), first: pieces!.slopes[pieceAt(pieces!, h)]!, second: 0 }));
    const product = (x: number[], i: number) =>
      x.reduce((sum, entry, j) => sum + weights[i * fanIn + j]! * entry, 0);
    const rows = Array.from({ length: width }, (_, i) => i);
    const pre = jets.map(({ point, velocity, acceleration }) => ({
      point: rows.map((i) => product(point, i) + biases[i]!),
      velocity: rows.map((i) => product(velocity, i)),
      acceleration: rows.map((i) => product(acceleration, i)),
    }));
    jets = pre.map(({ point, velocity, acceleration }) => {
      const phi = point.map(taylor);
      return {
        point: phi.map(({ value }) => value),
        velocity: phi.map(({ first }, i) => first * velocity[i]!),
        acceleration: phi.map(
          ({ first, second }, i) => second * velocity[i]! * velocity[i]! + first * acceleration[i]!,
        ),
      };
    });
    return { pre, post: jets };
  });
}
