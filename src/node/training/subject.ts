/** The network that is trained. */
import {
  type Experiment,
  ExperimentError,
  expandCells,
  requireOneCell,
  withInputDim,
} from '../../experiment/index.ts';
import { type GivenNetwork, isDenseNetwork, otherThanDense } from '../../network/index.ts';
import { drawNetwork } from '../../regions/index.ts';
import { readInputs, type Tell } from '../plan.ts';

/** Classes of digits, and outputs of the network. */
export const CLASSES = 10;

/** Layers of the network that an experiment asks for; of a file as many as it has. */
export function depthOf({ layers, widths, depth }: Experiment): number {
  return (layers?.length ?? widths?.length ?? depth!) + 1;
}

/**
 * The network of the file that the experiment names; or one that is drawn as the package draws networks, with
 * a layer of one output a class behind the experiment's own, drawn like the last of them and linear.
 * @param number of the drawn network.
 * @param tell called with what was assumed of a file.
 * @throws ExperimentError, InputError.
 */
export async function startNetwork(
  experiment: Experiment,
  inputDim: number,
  number: number,
  tell: Tell,
): Promise<GivenNetwork> {
  if (experiment.networkFile !== null) return fileNetwork(experiment, inputDim, tell);
  requireOneCell(experiment);
  const spec = withInputDim(expandCells(experiment)[0]!, inputDim);
  const other = spec.layers.findIndex(({ type }) => type !== 'dense');
  if (other >= 0)
    throw new ExperimentError('layers', 'dense layers to train', spec.layers[other]!.type, other);
  const readout = { ...spec.layers.at(-1)!, width: CLASSES, activation: { name: 'linear' } } as const;
  const whole = { ...spec, layers: [...spec.layers, readout] };
  return drawNetwork(whole, experiment.seed, number);
}

async function fileNetwork(experiment: Experiment, inputDim: number, tell: Tell): Promise<GivenNetwork> {
  const { networkFile } = experiment;
  if (networkFile!.length > 1) throw new ExperimentError('networkFile', 'one file', `${networkFile!.length}`);
  const network = (await readInputs(experiment, { vertices: [] }, tell)).networks![0]!;
  const refuse = (expected: string, got: number | string): never => {
    throw new ExperimentError('networkFile', expected, String(got));
  };
  if (!isDenseNetwork(network)) return refuse('a network of dense layers alone', otherThanDense(network));
  if (network.inputDim !== inputDim)
    refuse(`a network of ${inputDim} inputs, the pixels of a digit`, network.inputDim);
  const outputs = network.layers.at(-1)!.width;
  if (outputs !== CLASSES) refuse(`a network of ${CLASSES} outputs, one a class`, outputs);
  return network;
}
