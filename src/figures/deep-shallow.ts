/** Deep and wide tanh networks along half a great circle, and what linear regression on their outputs leaves of functions on the curve. */
import cos from '@stdlib/math-base-special-cos';
import exp from '@stdlib/math-base-special-exp';
import sin from '@stdlib/math-base-special-sin';
import { type Curve, curve, endpoints } from '../curve/index.ts';
import type { Stat } from '../ensemble/index.ts';
import type { NetworkSpec } from '../experiment/index.ts';
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import { CurveWorkspace } from '../measure/curve-image.ts';
import { ldexp } from '../numeric/scaled.ts';
import { endpointStream, normals, openStream } from '../random/index.ts';
import { meanField } from '../theory/index.ts';
import { correlationMapOf } from '../theory/meanfield/correlation-map.ts';
import type { FigureContext, Size } from './figure.ts';
import { expectedUnexplained, Regression, unexplainedGiven } from './regression.ts';
import { statOf } from './stat.ts';

const LAW = { activation: { name: 'tanh' }, sigmaW: 4, sigmaB: 0.3 } as const;

/** `outputs` is also the dimension of the input; `coarse`: theory takes every so manieth sample. The paper's sizes are the full ones. */
const SIZES = {
  test: {
    outputs: 40,
    width: 80,
    depths: [1, 3, 5],
    widths: [20, 320],
    samples: 256,
    coarse: 1,
    frequencies: 32,
    repeats: 8,
  },
  quick: {
    outputs: 100,
    width: 200,
    depths: [1, 3, 5, 7, 9],
    widths: [50, 100, 500, 2000],
    samples: 1000,
    coarse: 2,
    frequencies: 100,
    repeats: 10,
  },
  full: {
    outputs: 500,
    width: 1000,
    depths: [1, 3, 5, 7, 9, 11, 13],
    widths: [100, 190, 370, 710, 1380, 2680, 5170, 10_000],
    samples: 10_000,
    coarse: 4,
    frequencies: 199,
    repeats: 5,
  },
} as const;
/** Over the mean square of the outputs: as if they were known to a thousandth of their size. */
const RIDGE = 1e-6;
/** Hidden layers above this width are not asked for what they make expected: that takes their cube. */
const WIDEST = 1000;
/** Points of a curve that is shown. */
const SHOWN = 250;
/** The stream of the random function. */
const TARGET_ROW = 2;

/** One architecture: what is left of functions, by frequency 1, 2, …. */
export interface Network {
  /** Hidden layers. */
  readonly depth: number;
  readonly width: number;
  readonly measured: readonly Stat[];
  /** The mean over what is expected given the hidden layers, for the lower and the higher half of the frequencies. */
  readonly lowOverGiven: Stat | null;
  readonly highOverGiven: Stat | null;
  /** What is expected given the hidden layers, mean over the networks; `null` where they are too wide to ask. */
  readonly given: readonly number[] | null;
  /** What is expected where they are infinitely wide. */
  readonly wide: readonly number[];
  /** Of network 0, at points of the curve: an output, and the regression of the random function. */
  readonly neuron: readonly number[];
  readonly fit: readonly number[];
}

export interface Fig5Data {
  readonly inputDim: number;
  readonly outputs: number;
  readonly width: number;
  readonly samples: number;
  readonly frequencies: number;
  readonly repeats: number;
  readonly ridge: number;
  readonly sigmaW: number;
  readonly sigmaB: number;
  /** Root mean square of an output. */
  readonly scale: number;
  /** The random function, of mean square 1, at the points that are shown. */
  readonly target: readonly number[];
  readonly deep: readonly Network[];
  readonly wide: readonly Network[];
}

type Shape = (typeof SIZES)[Size];

export async function deepAgainstShallow(size: Size, { seed, pause }: FigureContext): Promise<Fig5Data> {
  const shape = SIZES[size];
  const arena = new Arena(await loadKernels(await compileKernels()));
  const q = meanField(LAW).qStar!;
  const task = new Task(shape, seed, q);
  const deepest = shape.depths.at(-1)!;
  const found = new Map<string, Found[]>();
  const add = (name: string, one: Found) => found.set(name, [...(found.get(name) ?? []), one]);
  for (let index = 0; index < shape.repeats; index++) {
    for (const width of [null, ...shape.widths]) {
      const widths = width === null ? new Array<number>(deepest).fill(shape.width) : [width];
      for (const network of outputsAlong(arena, task, widths, index)) {
        const { depth } = network;
        if (width === null && !shape.depths.some((d) => d === depth)) continue;
        add(width === null ? `depth ${depth}` : `width ${width}`, task.regress(network));
        await pause();
      }
    }
  }
  const deep: Network[] = [];
  for (const depth of shape.depths) {
    deep.push(task.summary(depth, shape.width, found.get(`depth ${depth}`)!));
    await pause();
  }
  const wide = shape.widths.map((width) => task.summary(1, width, found.get(`width ${width}`)!));
  const { outputs, width, samples, frequencies, repeats } = shape;
  return {
    ...{ inputDim: outputs, outputs, width, samples, frequencies, repeats, ridge: RIDGE },
    ...{
      sigmaW: LAW.sigmaW,
      sigmaB: LAW.sigmaB,
      scale: Math.sqrt(q),
      target: task.shown(task.target),
      deep,
      wide,
    },
  };
}

/** What one network gives. */
interface Found {
  readonly left: readonly number[];
  /** What is expected of it given the hidden layers; `null` where they are too wide to ask. */
  readonly given: readonly number[] | null;
  readonly neuron: readonly number[];
  readonly fit: readonly number[];
}

/** The functions, the curve, and what is expected. */
class Task {
  readonly shape: Shape;
  readonly seed: number;
  readonly q: number;
  /** Sines and cosines, two for each frequency, over the samples. */
  readonly functions: readonly Float64Array[];
  readonly target: Float64Array;
  readonly ridge: number;
  readonly #wide = new Map<number, readonly number[]>();

  constructor(shape: Shape, seed: number, q: number) {
    const { samples, frequencies, outputs } = shape;
    this.shape = shape;
    this.seed = seed;
    this.q = q;
    this.functions = Array.from({ length: 2 * frequencies }, (_, k) => wave(samples, k));
    this.target = randomFunction(this.functions, frequencies, seed);
    this.ridge = RIDGE * outputs * q;
  }

  regress({ values, features, width }: Along): Found {
    const { samples, outputs } = this.shape;
    const regression = new Regression({ values, samples, outputs }, this.ridge);
    const left = this.functions.map((f) => regression.unexplained(f));
    const neuron = Float64Array.from({ length: samples }, (_, t) => values[t * outputs]!);
    const random = { outputs, ridge: this.ridge };
    const given =
      features && unexplainedGiven({ values: features, samples, outputs: width + 1 }, random, this.functions);
    return {
      left: pairMeans(left),
      given: given && pairMeans(given),
      neuron: this.shown(neuron),
      fit: this.shown(regression.fit(this.target)),
    };
  }

  shown(f: Float64Array): number[] {
    const every = Math.ceil(f.length / SHOWN);
    return Array.from(f.filter((_, t) => t % every === 0));
  }

  summary(depth: number, width: number, found: readonly Found[]): Network {
    const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
    const { frequencies } = this.shape;
    const half = Math.floor(frequencies / 2);
    const given = found.flatMap((one) => (one.given === null ? [] : [one.given]));
    const overGiven = (from: number, to: number) =>
      given.length === 0
        ? null
        : statOf(found.map(({ left }, i) => mean(left.slice(from, to)) / mean(given[i]!.slice(from, to))));
    return {
      depth,
      width,
      measured: Array.from({ length: frequencies }, (_, j) => statOf(found.map(({ left }) => left[j]!))),
      lowOverGiven: overGiven(0, half),
      highOverGiven: overGiven(half, frequencies),
      given:
        given.length === 0
          ? null
          : Array.from({ length: frequencies }, (_, j) => mean(given.map((own) => own[j]!))),
      wide: this.expected(depth),
      neuron: found[0]!.neuron,
      fit: found[0]!.fit,
    };
  }

  expected(depth: number): readonly number[] {
    const known = this.#wide.get(depth);
    if (known !== undefined) return known;
    const { outputs, samples, coarse } = this.shape;
    const points = samples / coarse;
    const lags = Array.from(
      { length: points },
      (_, t) => coarse * this.q * correlation(this.q, depth, (Math.PI * t) / points),
    );
    const kernel = new Float64Array(points * points);
    for (let s = 0; s < points; s++)
      for (let t = 0; t < points; t++) kernel[s * points + t] = lags[Math.abs(s - t)]!;
    const own = this.functions.map((f) => f.filter((_, t) => t % coarse === 0));
    return pairMeans(expectedUnexplained(kernel, points, { outputs, ridge: this.ridge }, own));
  }
}

const map = correlationMapOf(LAW)!;

/** Correlation of the outputs above `depth` hidden layers at two points so far apart on the circle. */
function correlation(q: number, depth: number, angle: number): number {
  const bias = LAW.sigmaB ** 2;
  let c = ((q - bias) * cos(angle) + bias) / q;
  for (let l = 0; l < depth; l++) c = map(c);
  return c;
}

function pairMeans(x: readonly number[]): number[] {
  return Array.from({ length: x.length / 2 }, (_, i) => (x[2 * i]! + x[2 * i + 1]!) / 2);
}

/** Function k is the sine (k even) or the cosine of k/2 + 1 cycles. */
function wave(samples: number, k: number): Float64Array {
  const frequency = Math.floor(k / 2) + 1;
  return Float64Array.from({ length: samples }, (_, t) => {
    const angle = 2 * Math.PI * (((frequency * t) % samples) / samples);
    return k % 2 === 0 ? sin(angle) : cos(angle);
  });
}

/** Gaussian coefficients with the paper's spectrum exp(-s²/0.09), s = frequency over the highest; scaled to mean square 1. */
function randomFunction(functions: readonly Float64Array[], frequencies: number, seed: number): Float64Array {
  const normal = normals(openStream(endpointStream(seed, TARGET_ROW)), functions.length);
  const sum = new Float64Array(functions[0]!.length);
  functions.forEach((f, k) => {
    const s = (Math.floor(k / 2) + 1) / frequencies;
    const size = normal[k]! * exp(-(s * s) / 0.09);
    for (let t = 0; t < sum.length; t++) sum[t]! += size * f[t]!;
  });
  const rms = Math.sqrt(sum.reduce((total, x) => total + x * x, 0) / sum.length);
  return sum.map((x) => x / rms);
}

/** One network along the half circle. */
interface Along {
  readonly depth: number;
  /** Of the last hidden layer. */
  readonly width: number;
  /** Outputs, sample by sample. */
  readonly values: Float32Array;
  /** What outputs are made of, sample by sample: neurons and a constant, each times the standard deviation of its weights. */
  readonly features: Float32Array | null;
}

/**
 * Networks of depth 1, 2, … along the half circle: the outputs above a hidden layer are the first neurons of the next, before the activation, whose
 * weights have the law of an output's.
 */
function* outputsAlong(
  arena: Arena,
  { shape, seed, q }: Task,
  hidden: readonly number[],
  index: number,
): Generator<Along> {
  const { outputs, samples } = shape;
  const gaussian = { kind: 'gaussian' } as const;
  const network: NetworkSpec = {
    ...LAW,
    ...{ inputDim: outputs, widths: [...hidden, outputs], density: 1, scaling: 'fan-in' },
    ...{ weights: gaussian, biases: gaussian },
  };
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
