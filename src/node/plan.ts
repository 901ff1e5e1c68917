import { type Plan, planExperiment } from '../ensemble/plan.ts';
import { DEFAULTS, type Experiment, ExperimentError, InputError } from '../experiment/index.ts';

/** Reads the endpoints and plans the work. Whatever goes wrong here is the input's fault. @throws InputError */
export async function preparePlan(experiment: Experiment): Promise<Plan> {
  const { endpoints, seed, mnistDir } = experiment;
  try {
    if (endpoints === 'orthonormal' || endpoints === 'gaussian') return planExperiment(experiment);
    const { endpointVectors } = await import('./files/endpoints.ts');
    const options = { seed, dim: 0, ...(mnistDir === null ? {} : { mnistDir }) };
    return planExperiment(experiment, await endpointVectors(endpoints, options));
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw inputError(error.message);
    throw error;
  }
}

/** Messages are `name: expected …, got …`; where the name is a field's, the error says so. */
function inputError(message: string): InputError {
  const [, name = '', problem = ''] = /^(\w+): (.*)$/s.exec(message) ?? [];
  return Object.hasOwn(DEFAULTS, name) ? new ExperimentError(name, problem) : new InputError(message);
}
