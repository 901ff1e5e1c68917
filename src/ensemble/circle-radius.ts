/** Radius of the input circle: as it is written, or where the first pre-activations have the fixed point q*. */
import { ExperimentError } from '../experiment/index.ts';
import { wrongKind } from '../input/check.ts';
import { formatActivation, layerOf, type NetworkSpec } from '../network/index.ts';
import type { FixedPointRadius, Vertices } from './inputs.ts';

/**
 * The radius that an experiment asks for; `null`: that of the end points. Given networks have no `network`.
 * @throws ExperimentError
 */
export function circleRadius(
  radius: number | 'q*' | null,
  network: NetworkSpec | null,
  fixedPointRadius: FixedPointRadius | undefined,
): number | null {
  if (radius !== 'q*') return radius;
  if (fixedPointRadius === undefined)
    return wrongKind('fixedPointRadius', 'a function beside a radius of q*', fixedPointRadius);
  const found = network === null ? null : fixedPointRadius(network);
  if (found !== null) return found;
  const reason =
    network === null
      ? 'given weights have no q*'
      : `${firstActivation(network)} has no q* there that a circle reaches`;
  throw new ExperimentError('radius', 'a number', `q* (${reason})`);
}

/** That of layer 1; of a maxout layer behind it, that is what acts on its rows. */
function firstActivation(network: NetworkSpec): string {
  const above = network.layers[1];
  return above?.type === 'maxout'
    ? `maxout:${above.pieces}`
    : formatActivation(layerOf(network, 1).activation);
}

/** A circle through `ends` times the radius, if there is one. */
export function withRadius(ends: Vertices, radius: number | null): Vertices {
  return radius === null ? ends : Array.from(ends, (end) => Float64Array.from(end, (x) => x * radius));
}
