/** How well a network does on data. */
import { oneOf } from '../input/check.ts';
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import type { AnyGivenNetwork } from '../network/index.ts';
import { BLOCK } from './areas.ts';
import { BlockGradient } from './block-gradient.ts';
import { checkData, type TrainingData, targetOf } from './data.ts';
import { lossOf } from './loss.ts';
import { LOSSES, type TrainingLoss } from './options.ts';
import { parametersOf } from './parameters.ts';
import { checkTrainable } from './trainable.ts';

/** Accuracy and loss of a network. */
export interface Evaluation {
  /** Share of samples whose largest output is that of their label; `null` without labels. */
  readonly accuracy: number | null;
  /** Mean loss. */
  readonly loss: number;
}

/**
 * Accuracy and loss of a network, in single precision. Of equal largest outputs the first one counts.
 * @param network with a dense last layer.
 * @throws TypeError, RangeError for wrong input.
 */
export async function evaluate(
  network: AnyGivenNetwork,
  data: TrainingData,
  loss: TrainingLoss = 'cross-entropy',
): Promise<Evaluation> {
  checkTrainable(network);
  oneOf(LOSSES, 'loss', loss);
  const outputs = network.layers.at(-1)!.width;
  const count = checkData('data', data, network.inputDim, outputs);
  const arena = new Arena(await loadKernels(await compileKernels()));
  const block = new BlockGradient(arena, network, data, {
    loss,
    freeze: [],
    trajectory: 0,
    trajectoryScale: false,
    norm: 'none',
  });
  block.load(parametersOf(network, block.shape));
  const { columns } = block.shape.layers.at(-1)!;
  const target = targetOf(data, outputs);
  const slopes = new Float64Array(BLOCK * columns);
  let [losses, right] = [0, 0];
  for (let at = 0; at < count; at += BLOCK) {
    const samples = Array.from({ length: Math.min(BLOCK, count - at) }, (_, s) => at + s);
    const z = block.outputs(samples);
    samples.forEach((sample, s) => {
      losses += lossOf(loss, z, s * columns, outputs, (c) => target(sample, c), slopes, 1);
      if (data.labels?.[sample] === largestOf(z, s * columns, outputs)) right++;
    });
  }
  return { accuracy: data.labels === undefined ? null : right / count, loss: losses / count };
}

function largestOf(values: Float32Array, at: number, count: number): number {
  let largest = 0;
  for (let c = 1; c < count; c++) if (values[at + c]! > values[at + largest]!) largest = c;
  return largest;
}
