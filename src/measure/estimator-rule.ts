/** How length is measured where nobody says it. Functions of the experiment alone. */
import type { CurveKind } from '../experiment/experiment.ts';
import { everyLayer, type NetworkSpec, piecesOf } from '../network/index.ts';

/** Images of more expected knots are left to samples: those of hard-tanh networks grow exponentially with depth. */
const MOST_KNOTS = 100_000;

/** Whether there is an exact image: the curve is straight between vertices, and so is the activation. */
export function hasExactImage(network: NetworkSpec, curve: CurveKind): boolean {
  const straight = curve === 'line' || curve === 'polyline';
  return straight && everyLayer(network, ({ activation }) => piecesOf(activation) !== null);
}

/** Whether an exact image of so many expected knots is what is taken unasked. */
export function exactPays(expectedKnots: number): boolean {
  return expectedKnots <= MOST_KNOTS;
}
