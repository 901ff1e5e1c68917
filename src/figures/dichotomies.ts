/**
 * Labelings of a set of inputs that an output neuron goes through while the weights of one layer are swept
 * along a great circle.
 */

import { curve } from '../curve/index.ts';
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import { type CurveLayer, CurveWorkspace } from '../measure/curve-image.ts';
import { type NetworkSpec, uniformNetwork } from '../network/index.ts';
import { asin } from '../numeric/functions.ts';

export interface SweepShape {
  /** Width of every layer, and dimension of the inputs. */
  readonly width: number;
  /** The swept layer and those above it. */
  readonly depth: number;
  readonly sigmaW: number;
  /** Samples of the circle. */
  readonly samples: number;
}

/**
 * What one network shows to one choice of layer above the swept one as the output. Means over its output
 * neurons.
 */
export interface SweepLayer {
  /** Distinct labelings among the samples. */
  readonly labelings: number;
  /** How often the label of an input changes between neighbouring samples, summed over the inputs. */
  readonly changes: number;
  /** Expectation of `changes`, given all layers below the output. */
  readonly expected: number;
}

/** Outputs per layer: they have the same network below them, so a few tell most. */
const OUTPUTS = 4;

/** Opens the kernels once for all sweeps. */
export async function openSweeps(): Promise<Arena> {
  return new Arena(await loadKernels(await compileKernels()));
}

/**
 * Sweeps the weights of a layer, W(t) = cos t W_0 + sin t W_1 for t from 0 to 2π, of hard-tanh network number
 * `network` without biases. The pre-activations cos t W_0 x + sin t W_1 x of an input x are those of a layer
 * (W_0, W_1) on the circle (cos t x, sin t x), so a sweep is a circle of the ensemble's. Entry r belongs to
 * the remaining depth r: the label is the sign of a pre-activation r layers above the swept one, and for r =
 * 0 of the swept one itself.
 *
 * The rows of an output are Gaussian, so its sign differs between two samples with probability angle / π, the
 * angle being that of the layer below it; for r = 0 every input changes its label exactly twice.
 */
export function sweep(
  arena: Arena,
  { width, depth, sigmaW, samples }: SweepShape,
  inputs: readonly Float64Array[],
  seed: number,
  network: number,
): SweepLayer[] {
  const outputs = Math.min(OUTPUTS, width);
  const labels = Array.from({ length: depth * outputs }, () => new Uint32Array(samples + 1));
  const expected = new Float64Array(depth);
  for (const [bit, input] of inputs.entries()) {
    arena.reset();
    const workspace = new CurveWorkspace(
      arena,
      { network: swept(width, depth, sigmaW), seed, curve: circleOf(input), points: samples + 1 },
      0,
    );
    expected[0]! += 2;
    for (const { layer, pre, post } of workspace.layers(network)) {
      for (let i = 0; i < outputs; i++)
        addLabels(labels[(layer - 1) * outputs + i]!, pre.points, width, i, bit);
      if (layer < depth) expected[layer]! += angleAlong(post, width) / Math.PI;
    }
  }
  return Array.from({ length: depth }, (_, r): SweepLayer => {
    const own = labels.slice(r * outputs, (r + 1) * outputs);
    const mean = (of: (labels: Uint32Array) => number) => own.reduce((sum, x) => sum + of(x), 0) / outputs;
    return {
      labelings: mean((x) => new Set(x).size),
      changes: mean(changesOf),
      expected: expected[r]!,
    };
  });
}

/** The first layer has W_0 and W_1 side by side. */
function swept(width: number, depth: number, sigmaW: number): NetworkSpec {
  const gaussian = { kind: 'gaussian' } as const;
  return uniformNetwork({
    ...{ inputDim: 2 * width, widths: new Array<number>(depth).fill(width), density: 1 },
    ...{ weights: gaussian, sigmaW, biases: gaussian, sigmaB: 0, scaling: 'fan-in' },
    activation: { name: 'hard-tanh' },
  });
}

/**
 * (cos t x, sin t x), √2 times as long, for its layer divides the weights by the root of twice the fan-in.
 */
function circleOf(input: Float64Array) {
  const n = input.length;
  const ends = [0, n].map((start) => {
    const end = new Float64Array(2 * n);
    end.set(
      input.map((x) => Math.SQRT2 * x),
      start,
    );
    return end;
  });
  return curve('circle', ends);
}

function addLabels(labels: Uint32Array, h: Float32Array, width: number, neuron: number, bit: number): void {
  for (let t = 0; t < labels.length; t++) if (h[t * width + neuron]! > 0) labels[t]! |= 1 << bit;
}

/** Bits that differ between neighbours. */
function changesOf(labels: Uint32Array): number {
  let changes = 0;
  for (let t = 1; t < labels.length; t++)
    for (let differ = labels[t]! ^ labels[t - 1]!; differ !== 0; differ &= differ - 1) changes++;
  return changes;
}

/**
 * Sum of the angles between neighbouring samples, from chords of their directions: a cosine near 1 has no
 * digits for them.
 */
function angleAlong({ points }: CurveLayer['post'], width: number): number {
  let total = 0;
  const last = new Float64Array(width);
  for (let start = 0; start < points.length; start += width) {
    let square = 0;
    for (let i = 0; i < width; i++) square += points[start + i]! * points[start + i]!;
    const size = Math.sqrt(square);
    let chord = 0;
    for (let i = 0; i < width; i++) {
      const x = points[start + i]! / size;
      chord += (x - last[i]!) * (x - last[i]!);
      last[i] = x;
    }
    if (start > 0) total += 2 * asin(Math.min(1, Math.sqrt(chord) / 2));
  }
  return total;
}
