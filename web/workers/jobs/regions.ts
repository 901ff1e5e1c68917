/** A plane of inputs, cut by one network into its activation regions. */
import {
  drawNetwork,
  endpoints,
  exactSlice,
  type GivenNetwork,
  isDenseNetwork,
  parseLaw,
  planeCoordinates,
  planeThrough,
} from 'expressivity';
import type { RegionsInput, RegionsResult } from '../messages.ts';

/** More regions than these are no picture any more. */
const MOST = 100_000;

export async function* regions(input: RegionsInput): AsyncGenerator<RegionsResult> {
  const { network, assumed } = await networkOf(input);
  const points = input.points ?? threePoints(network.inputDim, input.network.seed);
  const plane = planeThrough(points);
  const marks = points.map((point) => planeCoordinates(plane, point));
  const window = windowOf(marks, input);
  const slice = exactSlice(network, plane, window, { most: MOST });
  const ends = new Uint32Array(slice.cells.length);
  let end = 0;
  for (const [i, { vertices }] of slice.cells.entries()) ends[i] = end += vertices.length;
  const vertices = new Float64Array(end);
  for (const [i, cell] of slice.cells.entries()) vertices.set(cell.vertices, i === 0 ? 0 : ends[i - 1]!);
  yield {
    assumed,
    window: [window.x0, window.x1, window.y0, window.y1],
    marks,
    layers: slice.layers.map(({ width, regions: count, boundaryLength, boundaries }) => ({
      width,
      regions: count,
      boundaryLength,
      boundaries,
    })),
    patterns: Float64Array.from(slice.cells, ({ pattern }) => pattern),
    areas: Float64Array.from(slice.cells, ({ area }) => area),
    vertices,
    ends,
    area: slice.area,
    coveredArea: slice.coveredArea,
    linearRegions: slice.linearRegions,
    neurons: network.layers.reduce((sum, { width }) => sum + width, 0),
  };
}

async function networkOf(
  input: RegionsInput,
): Promise<{ readonly network: GivenNetwork; readonly assumed: readonly string[] }> {
  if (input.file === null) return { network: drawn(input), assumed: [] };
  const { network, assumed } = await (await import('./network-file.ts')).networkOfFile(input.file);
  if (!isDenseNetwork(network)) {
    const other = network.layers.find(({ type }) => type !== 'dense')!.type;
    throw new RangeError(`file: expected a network of dense layers alone, got one with ${other} layers`);
  }
  return { network, assumed };
}

function drawn({ network, points }: RegionsInput): GivenNetwork {
  const { width, depth, seed, weights, ...law } = network;
  const spec = {
    ...law,
    inputDim: points?.[0]?.length ?? width,
    widths: Array<number>(depth).fill(width),
    weights: parseLaw(weights),
    biases: { kind: 'gaussian' },
    scaling: 'fan-in',
  } as const;
  return drawNetwork(spec, seed, 0);
}

/** 0 and two Gaussian points; on the plane itself where there are just two inputs. */
function threePoints(dim: number, seed: number): Float64Array[] {
  const origin = new Float64Array(dim);
  if (dim > 2) return [origin, ...endpoints('gaussian', seed, dim)];
  if (dim === 2) return [origin, Float64Array.of(1, 0), Float64Array.of(0, 1)];
  throw new RangeError('network: expected at least 2 inputs, which span a plane, got 1');
}

/** A square about the three points, moved and enlarged as the state says. */
function windowOf(marks: readonly (readonly [number, number])[], { x, y, zoom }: RegionsInput) {
  const [cx, cy] = [0, 1].map((k) => marks.reduce((sum, mark) => sum + mark[k]!, 0) / marks.length);
  const far = Math.max(...marks.map(([mx, my]) => Math.hypot(mx - cx!, my - cy!)));
  const half = (1.5 * far) / zoom;
  const [mx, my] = [cx! + x * far, cy! + y * far];
  return { x0: mx - half, x1: mx + half, y0: my - half, y1: my + half };
}
