import type { NamedInputs, PlanInputs } from '../ensemble/inputs.ts';
import { type Plan, planExperiment } from '../ensemble/plan.ts';
import { DEFAULTS, type Experiment, ExperimentError, echo, InputError } from '../experiment/index.ts';
import { type Fault, isFault } from '../input/faults.ts';
import { fixedPointFor } from '../run/fixed-point-for.ts';
import { assumedNote } from './assumed-note.ts';
import { interruptible } from './interrupt.ts';

/** Takes notes for the user, of one line each. */
export type Tell = (note: string) => void;

/**
 * Reads the files that the experiment names and plans the work. Whatever goes wrong here is the input's
 * fault. @throws InputError
 */
export async function preparePlan(
  experiment: Experiment,
  inputs: NamedInputs = {},
  tell?: Tell,
): Promise<Plan> {
  const { vertices, networks, batch } = await readInputs(experiment, inputs, tell);
  return asInput(async () => {
    const fixedPointRadius = await fixedPointFor(experiment);
    return interruptible(() => planExperiment(experiment, { vertices, networks, batch, fixedPointRadius }));
  });
}

/** Reads the files and digits that the experiment names, unless they are given. @throws InputError */
export async function readInputs(
  experiment: Experiment,
  given: NamedInputs = {},
  tell: Tell = () => undefined,
): Promise<NamedInputs> {
  return asInput(async () => ({
    vertices: given.vertices ?? (await readVertices(experiment)),
    networks: given.networks ?? (await readNetworks(experiment, tell)),
    batch: given.batch ?? (await readBatch(experiment)),
  }));
}

/** Faults of reading and planning as wrong input. */
export async function asInput<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isFault(error) && !(error instanceof InputError) ? inputError(error) : error;
  }
}

async function readVertices({ endpoints, seed, mnistDir }: Experiment): Promise<PlanInputs['vertices']> {
  if (endpoints === 'orthonormal' || endpoints === 'gaussian') return undefined;
  const { endpointVectors } = await import('./files/endpoints.ts');
  return endpointVectors(endpoints, { seed, dim: 0, ...(mnistDir === null ? {} : { mnistDir }) });
}

/** Points of a batch from a file. Errors name the field `batch`. */
async function readBatch({ batch, mnistDir }: Experiment): Promise<NamedInputs['batch']> {
  if (typeof batch?.points !== 'string') return undefined;
  const name = batch.points;
  if (!/^mnist:|\.(npy|csv)$/i.test(name)) {
    throw new ExperimentError('batch', 'mnist:A,B or a .npy or .csv file', echo(name), null, 'points');
  }
  const { endpointVectors } = await import('./files/endpoints.ts');
  const options = { seed: 0, dim: 0, ...(mnistDir === null ? {} : { mnistDir }) };
  try {
    return await endpointVectors(name, options);
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new ExperimentError('batch', error.expected, error.got, error.index, 'points');
  }
}

async function readNetworks(
  { networkFile, activation, outputActivation, transpose }: Experiment,
  tell: Tell,
): Promise<PlanInputs['networks']> {
  if (networkFile === null) return undefined;
  const [{ readNetworkFile }, { parseActivation }] = await Promise.all([
    import('./files/network.ts'),
    import('../experiment/names.ts'),
  ]);
  // The default leaves the choice to the file.
  const own = activation === DEFAULTS.activation ? undefined : parseActivation(String(activation));
  const options = {
    activation: own,
    outputActivation: outputActivation ?? undefined,
    transpose: transpose ?? undefined,
  };
  const read = await Promise.all(networkFile.map((path) => readNetworkFile(path, options)));
  read.forEach(({ assumed }, i) => {
    if (assumed.length > 0) tell(assumedNote(networkFile[i]!, assumed));
  });
  return read.map(({ network }) => network);
}

/** Where the name is a field's, the error says so. */
function inputError({ field, expected, got, index, part }: Fault): InputError {
  return field !== null && Object.hasOwn(DEFAULTS, field)
    ? new ExperimentError(field, expected, got, index, part)
    : new InputError(field, expected, got, index, part);
}
