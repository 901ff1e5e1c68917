/**
 * The subject of `expressivity regions`: one network and the points that the endpoints name; and the types
 * that its views share.
 */
import {
  type Experiment,
  ExperimentError,
  echo,
  expandCells,
  InputError,
  parseActivation,
  requireOneCell,
  withInputDim,
} from '../../experiment/index.ts';
import {
  defaultInputDim,
  type GivenLayer,
  isDenseNetwork,
  type NetworkSpec,
  otherThanDense,
} from '../../network/index.ts';
import { drawNetwork, type GivenNetwork } from '../../regions/index.ts';
import { assumedNote } from '../assumed-note.ts';
import type { CommandOptions } from '../command-options.ts';
import { endpointVectors } from '../files/index.ts';
import { readNetworkFile } from '../files/network.ts';
import { readOptions } from '../options.ts';
import type { Content } from '../write.ts';

/** Results of a view: the document, the table and the files. */
export interface RegionsOutput {
  readonly document: object;
  readonly table: string;
  /** Files beside `result.json`. */
  readonly files: Readonly<Record<string, Content>>;
}

export interface RegionsSubject {
  readonly inputDim: number;
  readonly layers: readonly Pick<GivenLayer, 'width' | 'activation'>[];
  /**
   * Draws or returns the network. Drawing may take a while and much memory, so wrong input is refused before.
   */
  readonly network: () => GivenNetwork;
  /** The endpoints, in the network's input space. */
  readonly vertices: readonly Float64Array[];
  /** Origin of the network, as the result shows it. */
  readonly source: object;
  /** Its number among the networks of the seed; 0 for a given one. */
  readonly index: number;
  /** Layers with their distributions; `null` for a given network. */
  readonly spec: NetworkSpec | null;
}

/** Input of a view. */
export interface RegionsTask {
  readonly experiment: Experiment;
  readonly subject: RegionsSubject;
  readonly options: CommandOptions;
  /** First fields of the document. */
  readonly about: object;
}

/**
 * Reads the network, or says how it is drawn, and finds the endpoints.
 * @throws ExperimentError, InputError; RangeError from reading files.
 */
export async function regionsSubject(
  experiment: Experiment,
  options: CommandOptions,
): Promise<RegionsSubject> {
  requireOneCell(experiment);
  const cell = expandCells(experiment)[0]!;
  const givenNetwork = await fileNetwork(options);
  const { endpoints, seed, mnistDir, biases, scaling, mask, biasScaling } = experiment;
  const dim = givenNetwork?.inputDim ?? cell.inputDim ?? defaultInputDim(cell.network);
  const vertices = await endpointVectors(endpoints, {
    seed,
    dim,
    ...(mnistDir === null ? {} : { mnistDir }),
  });
  const found = vertices[0]!.length;
  if (givenNetwork !== null) {
    if (found !== dim)
      throw new ExperimentError(
        'endpoints',
        `points of dimension ${dim}, that of the network's input`,
        found,
      );
    return {
      inputDim: dim,
      layers: givenNetwork.layers,
      network: () => givenNetwork,
      vertices,
      source: { file: String(options.networkFile) },
      index: 0,
      spec: null,
    };
  }
  const index = networkNumber(options.network ?? '0');
  const spec = withInputDim(cell, found);
  return {
    inputDim: found,
    layers: spec.layers,
    network: () => drawNetwork(spec, seed, index),
    vertices,
    source: { seed, network: index, ...cell.parameters, mask, biases, scaling, biasScaling },
    index,
    spec,
  };
}

async function fileNetwork(options: CommandOptions): Promise<GivenNetwork | null> {
  if (options.networkFile === undefined) return null;
  const activation = readOptions(options).fields.activation;
  const [name] = Array.isArray(activation) ? activation : [];
  const { outputActivation, transpose } = options;
  const path = String(options.networkFile);
  const { network, assumed } = await readNetworkFile(path, {
    activation: name === undefined ? undefined : parseActivation(String(name)),
    outputActivation: outputActivation === undefined ? undefined : String(outputActivation),
    transpose: transpose === undefined ? undefined : true,
  });
  if (!isDenseNetwork(network))
    throw new ExperimentError('networkFile', 'a network of dense layers alone', otherThanDense(network));
  if (assumed.length > 0 && options.quiet !== true) process.stderr.write(`${assumedNote(path, assumed)}\n`);
  return network;
}

function networkNumber(text: unknown): number {
  const index = /^\d+$/.test(String(text)) ? Number(text) : Number.NaN;
  if (index < 2 ** 32) return index;
  throw new InputError('--network', 'an integer from 0 to 4,294,967,295', echo(String(text)));
}
