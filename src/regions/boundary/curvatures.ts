import { valueFault } from '../../input/faults.ts';
import type { GivenLayer, GivenNetwork } from '../../network/index.ts';
import { reflectionOf, reflectSymmetric } from '../../numeric/householder.ts';
import { symmetricEigenvalues } from '../../numeric/symmetric-eigenvalues.ts';
import { normAt } from '../product.ts';
import { congruence } from './congruence.ts';
import { type ReadoutPass, readoutPass, requireReadout } from './readout.ts';

/** The decision boundary near one of its points, as a surface in the space of one layer. */
export interface BoundaryLayer {
  /** 0 for the input space, l for the pre-activations of layer l. */
  readonly layer: number;
  /** n_l, the dimension of the space. */
  readonly width: number;
  /** |∂G/∂x| or |∂G/∂h^l|. */
  readonly gradient: number;
  /**
   * The n_l - 1 principal curvatures, in 1 / length, falling. Positive: the surface bends away from where G
   * grows, as a ball where G < 0 does.
   */
  readonly curvatures: Float64Array;
}

/**
 * Principal curvatures of the decision boundary G(x) = β · z^D = 0 of a smooth network at one of its points,
 * pulled back to every layer (Poole et al., arXiv 1606.05340, section 5): with the unit normal n = ∇G/|∇G|
 * and P = 1 - n n', the eigenvalues of P (∇∇G) P / |∇G| but for the one along n, derivatives by h^l or, as
 * layer 0, by x. At any other point they are those of the level set of G that goes through it.
 *
 * The Hessians of all layers come from one pass back: H_D = diag(φ''(h^D) β), H_l = φ' W' H_(l+1) W φ' +
 * diag(φ''(h^l) ∂G/∂z^l).
 *
 * @param readout β, an entry for every neuron of the last layer.
 * @param point an input, from `boundaryPoints`.
 * @returns layers 0 … D.
 * @throws TypeError, RangeError for an invalid network, an activation with kinks (the boundary is made of
 * flat pieces), layers wider than 10,000, vectors of another length, a point where the gradient is 0, and
 * derivatives beyond the range of a double.
 */
export function boundaryCurvatures(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  point: ArrayLike<number>,
): BoundaryLayer[] {
  const beta = requireReadout(network, readout);
  requireHessians(network);
  const pass = readoutPass(network, beta, point);
  const found: BoundaryLayer[] = [];
  eachHessian(network, pass, (hessian, layer) => {
    found.unshift(surface(hessian, pass.gradients[layer]!, layer));
  });
  return found;
}

/** Widest layer whose Hessian, a matrix as wide, fits into memory a few times. */
const WIDEST = 10_000;

/** @throws RangeError for wider layers. */
export function requireHessians({
  inputDim,
  layers,
}: {
  readonly inputDim: number;
  readonly layers: readonly Pick<GivenLayer, 'width'>[];
}): void {
  const widest = layers.reduce((most, { width }) => Math.max(most, width), inputDim);
  if (widest <= WIDEST) return;
  throw valueFault(
    'widths',
    `layers and inputs of at most ${WIDEST.toLocaleString('en-US')} for Hessians`,
    widest.toLocaleString('en-US'),
  );
}

/** Calls `see` with the Hessian of G by h^l, row by row, for l = D … 1, then with that by x as layer 0. */
export function eachHessian(
  { layers }: GivenNetwork,
  { slopes, bends }: ReadoutPass,
  see: (hessian: Float64Array, layer: number) => void,
): void {
  const { width } = layers.at(-1)!;
  let byImage = new Float64Array(width * width);
  for (let l = layers.length; l >= 1; l--) {
    const [slope, bend] = [slopes[l - 1]!, bends[l - 1]!];
    const n = slope.length;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) byImage[i * n + j]! *= slope[i]! * slope[j]!;
      byImage[i * n + i]! += bend[i]!;
    }
    see(byImage, l);
    byImage = congruence(layers[l - 1]!, byImage);
  }
  see(byImage, 0);
}

/**
 * A reflection turns the normal into the last axis; without that axis the rest is the second fundamental
 * form.
 */
function surface(hessian: Float64Array, gradient: Float64Array, layer: number): BoundaryLayer {
  const width = gradient.length;
  const size = normAt(gradient, 0, width);
  if (size === 0)
    throw valueFault('point', 'one where the gradient of the readout is not 0', `0 in layer ${layer}`);
  const a = hessian.map((x) => x / size);
  if (!a.every(Number.isFinite))
    throw valueFault('point', 'derivatives within the range of a double', `an overflow in layer ${layer}`);
  const reflection = reflectionOf(gradient);
  if (reflection !== null) reflectSymmetric(a, width, reflection);
  const tangential = new Float64Array((width - 1) * (width - 1));
  for (let i = 0; i < width - 1; i++)
    tangential.set(a.subarray(i * width, i * width + i + 1), i * (width - 1));
  return { layer, width, gradient: size, curvatures: symmetricEigenvalues(tangential, width - 1).reverse() };
}
