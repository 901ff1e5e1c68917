import { extname } from 'node:path';
import { echoPath } from '../../experiment/index.ts';
import { checkPlain, checkText } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { parseJson } from '../../input/json.ts';
import {
  type Activation,
  type ActivationInput,
  activationOf,
  type GivenNetwork,
  givenNetwork,
  type LayerRows,
} from '../../network/index.ts';
import { jsonNetwork } from '../../regions/network-json.ts';
import { interruptible } from '../interrupt.ts';
import { MOST_BYTES } from './limits.ts';
import { arrayLayers } from './network-arrays.ts';
import { parseNpz } from './npz.ts';
import { readBytes, readText } from './read.ts';

const RELU: Activation = { name: 'relu' };
const LINEAR: Activation = { name: 'linear' };

/** What a network file leaves open. */
export interface ReadNetworkOptions {
  /**
   * Activation of the layers that have none of their own, instead of the file's; without either it is ReLU.
   */
  readonly activation?: ActivationInput | undefined;
}

/**
 * A network from a file. A `.json` file holds `{ "activation": "relu", "layers": [{ "weights": [[…], …],
 * "biases": […] }, …] }`. A `.npz` file holds arrays `W1`, `b1`, `W2`, … or `NAME.weight`, `NAME.bias` (as
 * PyTorch names them, layers in the order of the numbers in their names, or of the file), or unnamed ones in
 * the order W, b, W, …; weights have a row for every neuron, and biases may be missing. A layer of a `.json`
 * file may have an activation of its own; the last layer of a `.npz` file, which cannot say one, is linear.
 *
 * @throws TypeError, RangeError, in one line that names the file, where it cannot be read, holds something
 * else, or its layers do not fit together.
 */
export async function readNetwork(path: string, options: ReadNetworkOptions = {}): Promise<GivenNetwork> {
  checkText('path', path);
  checkPlain('options', options, ['activation']);
  const activation =
    options.activation === undefined ? undefined : activationOf('activation', options.activation);
  const extension = extname(path).toLowerCase();
  const file = `"${echoPath(path)}"`;
  if (extension !== '.npz' && extension !== '.json')
    throw valueFault('networkFile', 'a .npz or .json file', file);
  const unreadable = (error: Error): never => {
    throw valueFault('networkFile', 'a readable file', `${file} (${error.message})`);
  };
  const content =
    extension === '.npz'
      ? await readBytes(path, MOST_BYTES.numpy).catch(unreadable)
      : await readText(path, MOST_BYTES.json).catch(unreadable);
  try {
    const read =
      typeof content === 'string'
        ? await interruptible(() => jsonNetwork(parseJson(content)))
        : { layers: withLinearOutput(arrayLayers(await parseNpz(content))), activation: undefined };
    return await interruptible(() => {
      refuseTransposed(read.layers);
      return givenNetwork(read.layers, activation ?? read.activation ?? RELU);
    });
  } catch (error) {
    const why = (error as Error).message;
    throw valueFault('networkFile', 'the weights of a network', `${file} (${why})`);
  }
}

/** Archives say no activations: as in nearly all trained networks the last layer is a linear readout. */
function withLinearOutput(layers: readonly LayerRows[]): LayerRows[] {
  return layers.map((layer, l) => (l === layers.length - 1 ? { ...layer, activation: LINEAR } : layer));
}

/** Refuses matrices with a row for every input: square ones pass, where nothing tells. */
function refuseTransposed(layers: readonly LayerRows[]): void {
  const shapes = layers.map(({ weights, biases }) => ({
    rows: weights.length,
    columns: weights[0]?.length ?? 0,
    biases: biases?.length,
  }));
  const chain = (neurons: 'rows' | 'columns', inputs: 'rows' | 'columns') =>
    shapes.every(
      (shape, l) =>
        (shape.biases ?? shape[neurons]) === shape[neurons] &&
        (l === 0 || shape[inputs] === shapes[l - 1]![neurons]),
    );
  if (!chain('rows', 'columns') && chain('columns', 'rows'))
    throw valueFault(null, 'weights with a row for every neuron', 'a row for every input; transpose them');
}
