/** The vertices of the input as a point and steps, with their scales. */
import type { Curve } from '../../curve/index.ts';
import { edgeLengths } from '../../curve/length.ts';
import { layerOf, meanKept, type NetworkSpec } from '../../network/index.ts';
import { ldexp } from '../../numeric/scaled.ts';
import { inputScaleNearZero } from '../near-zero.ts';
import { ONE, shifted, shiftOf } from '../scale.ts';
import type { ExactMemory } from './exact-memory.ts';
import { compact, type PiecewiseImage } from './image.ts';

/** Made once, and put into the memory of the kernels for every network. */
export class Input {
  /** Stored lengths of the edges. */
  readonly edges: Float64Array;
  readonly #memory: ExactMemory;
  readonly #image: PiecewiseImage;
  readonly #stored: Float32Array;
  readonly #point: Float64Array;
  readonly #ranks: Uint32Array;

  /** @throws TooSmall */
  constructor(memory: ExactMemory, { vertices }: Curve) {
    const { spec } = memory;
    const dim = spec.inputDim;
    const layout = memory.layout(vertices.length);
    const steps = vertices.slice(1).map((vertex, i) => vertex.map((x, j) => x - vertices[i]![j]!));
    const scales = {
      points: inputScaleNearZero(spec, most(vertices)),
      steps: shifted(ONE, shiftOf(most(steps))),
    };
    const edges = steps.map((step) => step.map((x) => ldexp(x, -scales.steps.exponent)));
    this.edges = Float64Array.from(edges, (edge) => Math.sqrt(edge.reduce((sum, x) => sum + x * x, 0)));
    const panelColumns = 4 * layout.vectors;
    const stored = memory.image.view.fill(0, 0, layout.columns * dim);
    edges.forEach((edge, t) => {
      const column = t + 1;
      const at = Math.floor(column / panelColumns) * panelColumns * dim + (column % panelColumns);
      for (let j = 0; j < dim; j++) stored[at + j * panelColumns] = edge[j]!;
    });
    const first = vertices[0]!.map((x) => ldexp(x, -scales.points.exponent));
    const rows = compact(memory, layout, dim, (j) => first[j]!);
    const rank = memory.ranks.view.slice(0, dim);
    this.#memory = memory;
    this.#stored = stored.slice(0, layout.columns * rows);
    this.#point = memory.point.view.slice(0, 2 * layout.vectors * rows);
    this.#ranks = rank;
    this.#image = {
      layout,
      knots: {
        count: vertices.length,
        position: positions(vertices),
        breaks: new Uint8Array(vertices.length),
      },
      layerZeros: false,
      rowZeros: false,
      rows,
      ranks: rows < dim ? memory.ranks.at : null,
      scales,
      largest: {
        point: ldexp(most(vertices), -scales.points.exponent),
        step: ldexp(most(steps), -scales.steps.exponent),
      },
      edges: inDouble(spec, edges.length)
        ? {
            steps: edges.map((edge) => edge.filter((_, j) => rank[j] !== 0)),
            point: this.#point,
            products: new Float64Array(edges.length * layerOf(spec, 1).width),
          }
        : null,
    };
  }

  store(): PiecewiseImage {
    const { image, point, ranks } = this.#memory;
    image.view.set(this.#stored);
    point.view.set(this.#point);
    ranks.view.set(this.#ranks);
    return this.#image;
  }
}

/** Inputs up to this number of pieces, or multiply-adds, are followed in double precision throughout. */
const FEW_EDGES = 64;
const FEW_PRODUCTS = 2 ** 22;

/**
 * Whether the first layer is followed in double precision. Sparse rows with one input that counts are
 * multiples of each other and cross together; over many steps of single precision they would part.
 */
function inDouble(spec: NetworkSpec, edges: number): boolean {
  const { width } = layerOf(spec, 1);
  return edges <= FEW_EDGES || edges * width * (1 + meanKept(spec, 1)) <= FEW_PRODUCTS;
}

/** The largest |coordinate|. */
function most(vectors: readonly Float64Array[]): number {
  return vectors.reduce((m, vector) => vector.reduce((n, x) => Math.max(n, Math.abs(x)), m), 0);
}

/** Positions of the vertices: arc length up to there over the whole. */
export function positions(vertices: readonly Float64Array[]): Float64Array {
  const lengths = edgeLengths(vertices);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const position = new Float64Array(vertices.length);
  for (let i = 1; i < position.length; i++) position[i] = position[i - 1]! + lengths[i - 1]! / total;
  return position;
}
