/** Radius of the input circle: as it is written, or where the first pre-activations have the fixed point q*. */
import { ExperimentError } from '../experiment/index.ts';
import { fanIn, formatActivation, layerOf, type NetworkSpec, weightSd } from '../network/index.ts';
import { kernelOf } from '../theory/meanfield/kernel.ts';
import { fieldWith } from '../theory/meanfield/law.ts';
import { fixedLength } from '../theory/meanfield/length-map.ts';
import type { Vertices } from './inputs.ts';

/**
 * Radius of the circle whose pre-activations in layer 1 have mean square q*, as in Poole et al., arXiv
 * 1606.05340: sqrt((q* - sigma_b^2) / (density sd^2)), sd that of a kept weight. q* is that of the first
 * layer's law. `null`: there is no q*, or no circle reaches it.
 */
export function fixedPointRadius(network: NetworkSpec): number | null {
  const { activation, density, sigmaB } = layerOf(network, 1);
  const sd = weightSd(network, 1);
  const sigmaW = sd * Math.sqrt(fanIn(network, 1));
  const qStar = fixedLength(fieldWith(kernelOf(activation), { sigmaW, sigmaB, density }));
  const weight = density * sd * sd;
  const square = qStar === null || weight === 0 ? 0 : (qStar - sigmaB * sigmaB) / weight;
  return square > 0 ? Math.sqrt(square) : null;
}

/**
 * The radius that an experiment asks for; `null`: that of the end points. Given networks have no `network`.
 * @throws ExperimentError
 */
export function circleRadius(radius: number | 'q*' | null, network: NetworkSpec | null): number | null {
  if (radius !== 'q*') return radius;
  const found = network === null ? null : fixedPointRadius(network);
  if (found !== null) return found;
  const reason =
    network === null
      ? 'given weights have no q*'
      : `${formatActivation(layerOf(network, 1).activation)} has no q* there that a circle reaches`;
  throw new ExperimentError('radius', 'a number', `q* (${reason})`);
}

/** A circle through `ends` times the radius, if there is one. */
export function withRadius(ends: Vertices, radius: number | null): Vertices {
  return radius === null ? ends : Array.from(ends, (end) => Float64Array.from(end, (x) => x * radius));
}
