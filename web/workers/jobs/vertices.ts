/** The points of a curve that the page holds and an experiment only names. */
import { type ExperimentInput, endpoints } from 'expressivity';
import type { CurveData } from '../messages.ts';

/** Drawn points lie in the plane of the two Gaussian end points of the seed. */
export function verticesOf(
  data: CurveData | undefined,
  { seed, width }: ExperimentInput,
): readonly Float64Array[] | undefined {
  if (data === undefined) return undefined;
  if (data.kind === 'vertices') return data.vertices;
  const [u, v] = endpoints('gaussian', seed as number, width as number);
  return data.points.map(([x, y]) => u!.map((entry, i) => x * entry + y * v![i]!));
}
