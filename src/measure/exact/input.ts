/** The vertices of the input as a point and steps, with their scales. */
import type { Curve } from '../../curve/index.ts';
import { ldexp } from '../../numeric/scaled.ts';
import { inputScale, ONE, shifted, shiftOf } from '../scale.ts';
import { compacted, type PiecewiseImage } from './image.ts';
import type { Room } from './room.ts';

/** Inputs of up to so many pieces are followed in double precision throughout. */
const FEW_EDGES = 64;

/** Writes the vertices into the memory of the kernels. */
export function storeInput(room: Room, { vertices }: Curve): PiecewiseImage {
  const { arena, spec } = room;
  const dim = spec.inputDim;
  const layout = room.layout(vertices.length);
  const steps = vertices.slice(1).map((vertex, i) => vertex.map((x, j) => x - vertices[i]![j]!));
  const scales = {
    points: inputScale(spec, most(vertices)),
    steps: shifted(ONE, shiftOf(most(steps))),
  };
  const panelColumns = 4 * layout.vectors;
  const edges = steps.map((step) => step.map((x) => ldexp(x, -scales.steps.exponent)));
  const stored = arena.f32(room.image, layout.columns * dim).fill(0);
  edges.forEach((edge, t) => {
    const column = t + 1;
    const at = Math.floor(column / panelColumns) * panelColumns * dim + (column % panelColumns);
    for (let j = 0; j < dim; j++) stored[at + j * panelColumns] = edge[j]!;
  });
  const first = vertices[0]!.map((x) => ldexp(x, -scales.points.exponent));
  const largest = {
    point: ldexp(most(vertices), -scales.points.exponent),
    step: ldexp(most(steps), -scales.steps.exponent),
  };
  const image = compacted(
    room,
    {
      layout,
      position: positions(steps),
      breaks: new Uint8Array(vertices.length),
      zerosKnown: false,
      scales,
      largest,
      edges: null,
    },
    dim,
    first,
  );
  if (edges.length > FEW_EDGES) return image;
  const rank = arena.u32(room.ranks, dim);
  return { ...image, edges: edges.map((edge) => edge.filter((_, j) => rank[j] !== 0)) };
}

/** The largest |coordinate|. */
function most(vectors: readonly Float64Array[]): number {
  return vectors.reduce((m, vector) => vector.reduce((n, x) => Math.max(n, Math.abs(x)), m), 0);
}

/** Positions of the vertices: arc length up to there over the whole. */
function positions(steps: readonly Float64Array[]): Float64Array {
  const lengths = steps.map((step) => Math.hypot(...step));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const position = new Float64Array(steps.length + 1);
  for (let i = 1; i < position.length; i++) position[i] = position[i - 1]! + lengths[i - 1]! / total;
  return position;
}
