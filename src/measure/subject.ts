import type { Curve } from '../curve/index.ts';
import type { Estimator, MeasureName } from '../experiment/measures.ts';
import { type AnyGivenNetwork, type Chain, chainOf, mapLayers, type NetworkSpec } from '../network/index.ts';
import type { Draw } from './draw-rule.ts';

/**
 * The subject of a measurement: the distribution of the networks, their seed, and the curve. Plain data, can
 * be posted.
 */
export interface Subject {
  readonly network: NetworkSpec;
  readonly seed: number;
  readonly curve: Curve;
  /** Number of samples of the curve; the exact estimator takes none. */
  readonly points: number;
  /** `polyline` where it is left out. */
  readonly estimator?: Estimator;
  /**
   * What is measured beside lengths, in the order of `MEASURE_NAMES`; left out, nothing that is not counted
   * anyway.
   */
  readonly measures?: readonly MeasureName[];
  /** `weights` where it is left out. */
  readonly draw?: Draw;
  /** Networks number 0, 1, … instead of drawn ones; `network` is then what `shapeOfGiven` says of them. */
  readonly given?: readonly AnyGivenNetwork[];
}

/** The chain of layers that a network is measured as, without null weights. */
export function measuredChain(network: NetworkSpec): Chain {
  const { spec, shown } = chainOf(network);
  return { spec: withoutNullWeights(spec), shown };
}

/** Weights of standard deviation 0 are no weights at all: density 0, so that nothing is divided by 0. */
export function withoutNullWeights(spec: NetworkSpec): NetworkSpec {
  return mapLayers(spec, (layer) => (layer.sigmaW === 0 ? { ...layer, sigmaW: 1, density: 0 } : layer));
}
