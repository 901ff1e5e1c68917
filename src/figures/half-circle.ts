/** tanh networks of the ensemble, and what outputs above their layers are along half a great circle. */
import { type Curve, curve, endpoints } from '../curve/index.ts';
import type { Arena } from '../kernels/index.ts';
import { CurveWorkspace } from '../measure/curve-image.ts';
import { uniformNetwork } from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';

/** What the networks are drawn from. */
export const LAW = { activation: { name: 'tanh' }, sigmaW: 4, sigmaB: 0.3 } as const;
/** Hidden layers above this width are not asked for what they make expected: that takes their cube. */
const WIDEST = 1000;

export interface HalfCircle {
  /** Outputs, and the dimension of the input. */
  readonly outputs: number;
  readonly samples: number;
  readonly seed: number;
  /** Mean square of the first pre-activations. */
  readonly q: number;
}

/** One network along the half circle. */
export interface Along {
  readonly depth: number;
  /** Of the last hidden layer. */
  readonly width: number;
  /** Outputs, sample by sample. */
  readonly values: Float32Array;
  /**
   * What outputs are made of, sample by sample: neurons and a constant, each times the standard deviation of
   * its weights.
   */
  readonly features: Float32Array | null;
}

/**
 * Networks of depth 1, 2, … along the half circle: the outputs above a hidden layer are the first neurons of
 * the next, before the activation, whose weights are distributed as an output's.
 */
export function* outputsAlong(
  arena: Arena,
  { outputs, samples, seed, q }: HalfCircle,
  hidden: readonly number[],
  index: number,
): Generator<Along> {
  const gaussian = { kind: 'gaussian' } as const;
  const network = uniformNetwork({
    ...LAW,
    ...{ inputDim: outputs, widths: [...hidden, outputs], density: 1, scaling: 'fan-in' },
    ...{ weights: gaussian, biases: gaussian },
  });
  const along = hidden.map(
    (width, l): Along => ({
      depth: l + 1,
      width,
      values: new Float32Array(samples * outputs),
      features: width > WIDEST ? null : new Float32Array(samples * (width + 1)).fill(LAW.sigmaB),
    }),
  );
  const quarter = samples / 2;
  for (const [half, arc] of halfCircle(outputs, seed, q).entries()) {
    arena.reset();
    const workspace = new CurveWorkspace(arena, { network, seed, curve: arc, points: quarter + 1 }, 0);
    for (const { layer, width, pre, post, scales } of workspace.layers(index)) {
      const unit = ldexp(scales.points.mantissa, scales.points.exponent);
      const sd = LAW.sigmaW / Math.sqrt(width);
      const [below, own] = [along[layer - 2], along[layer - 1]];
      // The second quarter starts where the first ends.
      for (let t = 0; t < quarter; t++) {
        const at = half * quarter + t;
        if (below)
          for (let i = 0; i < outputs; i++)
            below.values[at * outputs + i] = unit * pre.points[t * width + i]!;
        if (own?.features)
          for (let i = 0; i < width; i++)
            own.features[at * (width + 1) + i] = sd * unit * post.points[t * width + i]!;
      }
    }
  }
  yield* along;
}

/** Two quarters of a great circle whose first pre-activations have the mean square q. */
function halfCircle(dim: number, seed: number, q: number): Curve[] {
  const radius = Math.sqrt((dim * (q - LAW.sigmaB ** 2)) / LAW.sigmaW ** 2);
  const [x, y] = endpoints('orthonormal', seed, dim).map((end) => end.map((v) => radius * v));
  return [curve('arc', [x!, y!]), curve('arc', [y!, x!.map((v) => -v)])];
}
