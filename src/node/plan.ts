import type { FixedPointRadius, PlanInputs } from '../ensemble/inputs.ts';
import { type Plan, planExperiment } from '../ensemble/plan.ts';
import { DEFAULTS, type Experiment, ExperimentError, InputError } from '../experiment/index.ts';
import { type Fault, isFault } from '../input/faults.ts';
import { interruptible } from './interrupt.ts';

/**
 * Reads the files that the experiment names and plans the work. Whatever goes wrong here is the input's
 * fault. @throws InputError
 */
export async function preparePlan(experiment: Experiment, inputs: PlanInputs = {}): Promise<Plan> {
  try {
    const vertices = inputs.vertices ?? (await readVertices(experiment));
    const networks = inputs.networks ?? (await readNetworks(experiment));
    const fixedPointRadius = await fixedPointFor(experiment);
    return await interruptible(() => planExperiment(experiment, { vertices, networks, fixedPointRadius }));
  } catch (error) {
    throw isFault(error) && !(error instanceof InputError) ? inputError(error) : error;
  }
}

async function readVertices({ endpoints, seed, mnistDir }: Experiment): Promise<PlanInputs['vertices']> {
  if (endpoints === 'orthonormal' || endpoints === 'gaussian') return undefined;
  const { endpointVectors } = await import('./files/endpoints.ts');
  return endpointVectors(endpoints, { seed, dim: 0, ...(mnistDir === null ? {} : { mnistDir }) });
}

/** Theory, loaded where the radius is q* and nowhere else. */
async function fixedPointFor({ radius }: Experiment): Promise<FixedPointRadius | undefined> {
  if (radius !== 'q*') return undefined;
  return (await import('../theory/meanfield/fixed-point-radius.ts')).fixedPointRadius;
}

async function readNetworks({ networkFile, activation }: Experiment): Promise<PlanInputs['networks']> {
  if (networkFile === null) return undefined;
  const [{ readNetwork }, { parseActivation }] = await Promise.all([
    import('./files/network.ts'),
    import('../experiment/names.ts'),
  ]);
  // The default leaves the choice to the file.
  const own = activation === DEFAULTS.activation ? undefined : parseActivation(String(activation));
  return Promise.all(networkFile.map((path) => readNetwork(path, { activation: own })));
}

/** Where the name is a field's, the error says so. */
function inputError({ field, expected, got, index, part }: Fault): InputError {
  return field !== null && Object.hasOwn(DEFAULTS, field)
    ? new ExperimentError(field, expected, got, index, part)
    : new InputError(field, expected, got, index, part);
}
