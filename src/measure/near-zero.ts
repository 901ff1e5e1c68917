/**
 * Layers whose pre-activations are all so near 0 that a saturating activation is straight there: they keep a
 * scale, as homogeneous ones do.
 */
import {
  type Activation,
  type ActivationName,
  everyLayer,
  isParted,
  layerOf,
  mapLayers,
  type NetworkSpec,
  type Pieces,
  type SmoothActivation,
} from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { inputScale, ONE, type Scale, shifted, spreadOf, weightScale } from './scale.ts';

/** An activation near 0. */
export interface NearZero {
  /** What the networks are drawn from, with an activation that keeps the same scales. */
  readonly spec: NetworkSpec;
  readonly pieces: Pieces;
  /** The third derivative at 0: the second one at h is that times h. */
  readonly third: number;
}

const straight = (slope: number, value: (h: number) => number): Pieces => ({
  thresholds: [],
  slopes: [slope],
  value,
});

/** The slope of erf at 0, 2 / sqrt pi, and its part above 1: the kernels add h and a product. */
const ERF_SLOPE = Math.fround(2 / Math.sqrt(Math.PI));
const ERF_TAIL = Math.fround(2 / Math.sqrt(Math.PI) - 1);

const identity = straight(1, (h) => h);
type AtZero = Pick<NearZero, 'pieces' | 'third'>;

/** Every smooth activation, and those with pieces that are straight through 0. */
const AT_ZERO: Readonly<Partial<Record<ActivationName, AtZero>> & Record<SmoothActivation['name'], AtZero>> =
  {
    'hard-tanh': { pieces: identity, third: 0 },
    tanh: { pieces: identity, third: -2 },
    erf: { pieces: straight(ERF_SLOPE, (h) => h + Math.fround(h * ERF_TAIL)), third: -2 * ERF_SLOPE },
    sin: { pieces: identity, third: -1 },
  };

/**
 * Squares of pre-activations of about 2 ** SMALL are far below the digits of single precision; they
 * themselves are well inside of its range.
 */
const SMALL = -90;

/**
 * How the activation looks to a layer; null where it is homogeneous, and where pre-activations are not near
 * 0.
 * @param points what a stored unit of the layer's input is worth; `largest`: the largest stored coordinate.
 */
export function nearZero(spec: NetworkSpec, layer: number, points: Scale, largest: number): NearZero | null {
  const own = layerOf(spec, layer);
  // Rows that are handed on have another slope.
  if (isParted(own)) return null;
  const { activation, sigmaB } = own;
  const known = AT_ZERO[activation.name];
  if (known === undefined || exponentOf(sigmaB) >= SMALL) return null;
  const weight = weightScale(spec, layer);
  const size = exponentOf(largest * spreadOf(spec, layer)) + points.exponent + weight.exponent;
  return size < SMALL ? { ...known, spec: straightened(spec) } : null;
}

/** The same networks with straight activations; made once. */
function straightened(spec: NetworkSpec): NetworkSpec {
  const known =
    STRAIGHTENED.get(spec) ?? mapLayers(spec, (layer) => ({ ...layer, activation: { name: 'linear' } }));
  STRAIGHTENED.set(spec, known);
  return known;
}

const STRAIGHTENED = new WeakMap<NetworkSpec, NetworkSpec>();

/** As `inputScale`, for workspaces that look at layers near 0. */
export function inputScaleNearZero(spec: NetworkSpec, largest: number): Scale {
  const exponent = exponentOf(largest);
  const near = nearZero(spec, 1, shifted(ONE, exponent), ldexp(largest, -exponent));
  return inputScale(near?.spec ?? spec, largest);
}

/**
 * Whether points must keep their digits in layers near 0: another layer, which does not saturate, may tell
 * their signs apart. Where every layer saturates, points that small may be lost beside their steps.
 */
export function keepsPointsNearZero(spec: NetworkSpec): boolean {
  return !everyLayer(spec, ({ activation }) => AT_ZERO[activation.name] !== undefined);
}

/** How kernels that know no slope but those of their activation measure a layer. */
export interface Approach {
  readonly spec: NetworkSpec;
  readonly activation: Activation;
  /** What comes out of the kernels is to be multiplied by this. */
  readonly slope: number;
}

/**
 * A layer as it is; or, where pre-activations are near 0 and points must keep their digits, the identity and
 * the activation's slope at 0.
 * @param keepsPoints what `keepsPointsNearZero` says of the network.
 * @param points as for `nearZero`, and so is `largest`.
 */
export function approachOf(
  spec: NetworkSpec,
  layer: number,
  keepsPoints: boolean,
  points: Scale,
  largest: number,
): Approach {
  const near = keepsPoints ? nearZero(spec, layer, points, largest) : null;
  if (near === null) return { spec, activation: layerOf(spec, layer).activation, slope: 1 };
  return { spec: near.spec, activation: { name: 'linear' }, slope: near.pieces.slopes[0]! };
}

/**
 * What a stored unit of the input's points is worth, for workspaces that look at layers near 0 only where
 * points must keep their digits.
 */
export function pointScale(spec: NetworkSpec, largest: number): Scale {
  return keepsPointsNearZero(spec) ? inputScaleNearZero(spec, largest) : inputScale(spec, largest);
}
