/** The network that is trained. */
import {
  type Experiment,
  ExperimentError,
  expandCells,
  requireOneCell,
  withInputDim,
} from '../../experiment/index.ts';
import { isFault } from '../../input/faults.ts';
import type { AnyGivenNetwork, DenseLayer, Layer, LayerType } from '../../network/index.ts';
import { drawImageNetwork } from '../../regions/index.ts';
import { checkTrainable } from '../../train/index.ts';
import { readInputs, type Tell } from '../plan.ts';

/** Classes of digits, and outputs of the network. */
export const CLASSES = 10;
/** Types of layers that are trained, or that derivatives go through. */
const TRAINABLE: readonly LayerType[] = ['dense', 'conv2d', 'avg-pool', 'max-pool', 'maxout', 'flatten'];

/** Layers of the network that an experiment asks for; of a file as many as it has. */
export function depthOf({ layers, widths, depth }: Experiment): number {
  return (layers?.length ?? widths?.length ?? depth!) + 1;
}

/**
 * The network of the file that the experiment names; or one that is drawn as the package draws networks, with
 * a dense layer of one output a class behind the experiment's own, drawn like the last of them with weights, and
 * linear.
 * @param number of the drawn network.
 * @param tell called with the assumptions about a file.
 * @throws ExperimentError, InputError.
 */
export async function startNetwork(
  experiment: Experiment,
  inputDim: number,
  number: number,
  tell: Tell,
): Promise<AnyGivenNetwork> {
  if (experiment.networkFile !== null) return fileNetwork(experiment, inputDim, tell);
  requireOneCell(experiment);
  const [cell] = expandCells(experiment);
  const { layers } = cell!.network;
  const other = layers.findIndex(({ type }) => !TRAINABLE.includes(type));
  if (other >= 0)
    throw new ExperimentError(
      'layers',
      'dense, convolution, pool and maxout layers to train',
      layers[other]!.type,
      other,
    );
  const spec = withInputDim(cell!, inputDim);
  const whole = { ...spec, layers: [...spec.layers, readout(spec.layers)] };
  return drawImageNetwork(whole, experiment.seed, number);
}

function readout(layers: readonly Layer[]): DenseLayer {
  const like = [...layers].reverse().find(({ type }) => type === 'dense' || type === 'conv2d');
  if (like === undefined) throw new ExperimentError('layers', 'a layer with weights to train', 'none');
  const { density, mask, weights, sigmaW, biases, sigmaB, scaling, biasScaling } = like;
  return {
    ...{ type: 'dense', width: CLASSES, density, weights, sigmaW, biases, sigmaB, scaling },
    ...(mask !== undefined && { mask }),
    ...(biasScaling !== undefined && { biasScaling }),
    activation: { name: 'linear' },
  };
}

async function fileNetwork(experiment: Experiment, inputDim: number, tell: Tell): Promise<AnyGivenNetwork> {
  const { networkFile } = experiment;
  if (networkFile!.length > 1) throw new ExperimentError('networkFile', 'one file', `${networkFile!.length}`);
  const network = (await readInputs(experiment, { vertices: [] }, tell)).networks![0]!;
  const refuse = (expected: string, got: number | string): never => {
    throw new ExperimentError('networkFile', expected, String(got));
  };
  const last = network.layers.at(-1)!;
  if (last.type !== 'dense') refuse('a network whose last layer is dense', last.type);
  if (network.inputDim !== inputDim)
    refuse(`a network of ${inputDim} inputs, the pixels of a digit`, network.inputDim);
  const outputs = last.width;
  if (outputs !== CLASSES) refuse(`a network of ${CLASSES} outputs, one a class`, outputs);
  try {
    checkTrainable(network);
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new ExperimentError('networkFile', error.expected, error.got, null, error.field);
  }
  return network;
}
