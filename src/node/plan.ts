import { type Plan, planExperiment } from '../ensemble/plan.ts';
import type { Vertices } from '../ensemble/vertices.ts';
import { DEFAULTS, type Experiment, ExperimentError, InputError } from '../experiment/index.ts';
import { interruptible } from './interrupt.ts';

/** Reads the endpoints and plans the work. Whatever goes wrong here is the input's fault. @throws InputError */
export async function preparePlan(experiment: Experiment): Promise<Plan> {
  try {
    const vertices = await readVertices(experiment);
    return await interruptible(() => planExperiment(experiment, vertices));
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw inputError(error.message);
    throw error;
  }
}

async function readVertices({ endpoints, seed, mnistDir }: Experiment): Promise<Vertices | undefined> {
  if (endpoints === 'orthonormal' || endpoints === 'gaussian') return undefined;
  const { endpointVectors } = await import('./files/endpoints.ts');
  return endpointVectors(endpoints, { seed, dim: 0, ...(mnistDir === null ? {} : { mnistDir }) });
}

/** Messages are `name: expected …, got …`; where the name is a field's, the error says so. */
function inputError(message: string): InputError {
  const [, name = '', problem = ''] = /^(\w+): (.*)$/s.exec(message) ?? [];
  return Object.hasOwn(DEFAULTS, name) ? new ExperimentError(name, problem) : new InputError(message);
}
