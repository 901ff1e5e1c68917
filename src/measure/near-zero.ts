/**
 * Layers whose pre-activations are all so near 0 that a saturating activation is straight there: they keep a
 * scale, as homogeneous ones do.
 */
import {
  type Activation,
  type ActivationName,
  biasSd,
  curvedOf,
  everyLayer,
  isParted,
  layerOf,
  mapLayers,
  type NetworkSpec,
  type Pieces,
} from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { inputScale, ONE, type Scale, shifted, spreadOf, weightScale } from './scale.ts';

/** An activation near 0. */
interface AtZero {
  readonly pieces: Pieces;
  /** The activation of the kernels that it is there, up to a factor. */
  readonly like: Activation;
  readonly factor: number;
  /** The second derivative just below 0 and just above; null where it is `third` times h. */
  readonly seconds: readonly [below: number, above: number] | null;
  readonly third: number;
}

export interface NearZero extends AtZero {
  /** What the networks are drawn from, with an activation that keeps the same scales. */
  readonly spec: NetworkSpec;
}

const LINEAR: Activation = { name: 'linear' };

function straight(slope: number, value: (h: number) => number) {
  return { pieces: { thresholds: [], slopes: [slope], value }, like: LINEAR, factor: slope } as const;
}

/** An odd activation, whose second derivative there is `third` times h. */
const odd = (third: number, line = straight(1, (h) => h)): AtZero => ({ ...line, seconds: null, third });

/** The slope of erf at 0, 2 / sqrt pi, and its part above 1: the kernels add h and a product. */
const ERF_SLOPE = Math.fround(2 / Math.sqrt(Math.PI));
const ERF_TAIL = Math.fround(2 / Math.sqrt(Math.PI) - 1);

const ODD: Readonly<Partial<Record<ActivationName, AtZero>>> = {
  'hard-tanh': odd(0),
  tanh: odd(-2),
  erf: odd(
    -2 * ERF_SLOPE,
    straight(ERF_SLOPE, (h) => h + Math.fround(h * ERF_TAIL)),
  ),
  sin: odd(-1),
};

/** Just beside 0. */
const BESIDE = 2 ** -200;

/** Null where phi is not 0 there, where its slope is, and for activations that are homogeneous anyway. */
function atZero(activation: Activation): AtZero | null {
  const known = ODD[activation.name];
  if (known !== undefined) return known;
  const curved = curvedOf(activation);
  if (curved === null || curved.at(0).value !== 0) return null;
  const [below, above] = [curved.at(-BESIDE), curved.at(BESIDE)];
  if (below.first === 0) return null;
  const seconds = [below.second, above.second] as const;
  const [low, high] = [Math.fround(below.first), Math.fround(above.first)];
  if (low === high) return { ...straight(high, (h) => high * h), seconds, third: 0 };
  const pieces = { thresholds: [0], slopes: [low, high], value: (h: number) => (h > 0 ? high : low) * h };
  return { pieces, like: { name: 'leaky-relu', slope: low / high }, factor: high, seconds, third: 0 };
}

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
  if (isParted(own) || exponentOf(biasSd(spec, layer)) >= SMALL) return null;
  const { activation } = own;
  const weight = weightScale(spec, layer);
  const size = exponentOf(largest * spreadOf(spec, layer)) + points.exponent + weight.exponent;
  const known = size < SMALL ? atZero(activation) : null;
  return known && { ...known, spec: straightened(spec) };
}

/** The same networks with straight activations; made once. */
function straightened(spec: NetworkSpec): NetworkSpec {
  const known = STRAIGHTENED.get(spec) ?? mapLayers(spec, (layer) => ({ ...layer, activation: LINEAR }));
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
  return !everyLayer(spec, ({ activation }) => atZero(activation)?.like === LINEAR);
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
  return { spec: near.spec, activation: near.like, slope: near.factor };
}

/**
 * What a stored unit of the input's points is worth, for workspaces that look at layers near 0 only where
 * points must keep their digits.
 */
export function pointScale(spec: NetworkSpec, largest: number): Scale {
  return keepsPointsNearZero(spec) ? inputScaleNearZero(spec, largest) : inputScale(spec, largest);
}
