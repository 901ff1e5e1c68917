import type { Experiment, ExperimentInput } from '../experiment/index.ts';
import { checkList, isPlain } from '../input/check.ts';
import type { AnyGivenNetwork, NetworkSpec } from '../network/index.ts';

/**
 * The ends (or, for a polyline, the vertices) of the input curve, for an experiment whose endpoints are a
 * file or digits.
 */
export type Vertices = readonly ArrayLike<number>[];

/** Radius at which the pre-activations of layer 1 have the fixed point of the length map; `null`: none has. */
export type FixedPointRadius = (network: NetworkSpec) => number | null;

/** Points and networks that an experiment only names. */
export interface PlanInputs {
  /** Needed where `experiment.endpoints` is neither `orthonormal` nor `gaussian`. */
  readonly vertices?: Vertices | undefined;
  /** Needed where `experiment.networkFile` is not null: as many, of one shape. */
  readonly networks?: readonly AnyGivenNetwork[] | undefined;
}

/** The same with what stands in files alone. */
export interface NamedInputs extends PlanInputs {
  /** Needed where `experiment.batch` names its points. */
  readonly batch?: Vertices | undefined;
}

/** All that planning needs beside an experiment. */
export interface PlanNeeds extends NamedInputs {
  /** Needed where `experiment.radius` is `q*`: theory, which planning does not load. */
  readonly fixedPointRadius?: FixedPointRadius | undefined;
}

/**
 * Where vertices or networks are given and the experiment does not name them, they are called `given`.
 * @throws TypeError, RangeError for no list of networks.
 */
export function withNames<T extends ExperimentInput | Experiment>(
  input: T,
  { vertices, networks }: PlanInputs,
): T {
  if (networks !== undefined) checkList('networks', networks, 1);
  // What is no plain object stays itself, for the schema to refuse.
  if (!isPlain(input)) return input;
  const endpoints = vertices === undefined || input.endpoints !== undefined ? {} : { endpoints: 'given' };
  const named = networks === undefined || input.networkFile != null;
  return { ...input, ...endpoints, ...(named ? {} : { networkFile: networks.map(() => 'given') }) };
}
