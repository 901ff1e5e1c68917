import { isPlain } from '../experiment/check.ts';
import type { Experiment, ExperimentInput } from '../experiment/index.ts';

/** The ends (or, for a polyline, the vertices) of the input curve, for an experiment whose endpoints are a file or digits. */
export type Vertices = readonly ArrayLike<number>[];

/** Where vertices are given and the experiment does not name its endpoints, they are called `given`. */
export function withVertices<T extends ExperimentInput | Experiment>(
  input: T,
  vertices: Vertices | undefined,
): T {
  // What is no plain object stays itself, for the schema to refuse.
  const named = vertices === undefined || !isPlain(input) || input.endpoints !== undefined;
  return named ? input : { ...input, endpoints: 'given' };
}
