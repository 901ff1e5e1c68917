/** Training, as moments that come one after the other. */
import { valueFault } from '../input/faults.ts';
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import type { AnyGivenNetwork, GivenNetwork } from '../network/index.ts';
import type { TrainingCheckpoint } from './checkpoint.ts';
import { checkData, type TrainingData } from './data.ts';
import { inlineGradients } from './gradients.ts';
import { keptEntries } from './keep-zeros.ts';
import { Mover } from './mover.ts';
import { type TrainingOptions, trainingSettings } from './options.ts';
import { sampleOrder } from './order.ts';
import { networkFrom, parametersOf } from './parameters.ts';
import { shapeOf } from './shape.ts';
import { checkTrainable, requireUnfrozen } from './trainable.ts';

/** The state of a training at one step. */
export interface TrainingMoment<N extends AnyGivenNetwork = GivenNetwork> {
  /** Steps taken, and how many there will be. */
  readonly step: number;
  readonly steps: number;
  /** Whole epochs taken. */
  readonly epoch: number;
  /** Mean loss of the batches since the moment before; `null` at the first moment. */
  readonly loss: number | null;
  /** The network as it is now. */
  network(): N;
  /** The state from which a later training can continue. */
  checkpoint(): TrainingCheckpoint;
}

/**
 * Trains a network: moments before the first step (or at the checkpoint it goes on from), after every `every`
 * steps and after the last. The result depends only on the arguments, not on where gradients are computed.
 * Read a moment's `network` and `checkpoint` before the next moment. Leaving the loop ends the training.
 *
 * @param network the start of the training; its weights are rounded to single precision. Layers may be
 * convolutions, pools and maxout; the last one is dense.
 * @param data as many inputs a sample as the network has, and a target for every output.
 * @throws TypeError, RangeError for wrong input, when the first moment is asked for; RangeError, `training:
 * expected a finite loss, got …`, where it diverges; the reason of `signal` once it is aborted.
 */
export async function* train<N extends AnyGivenNetwork>(
  network: N,
  data: TrainingData,
  options: TrainingOptions = {},
): AsyncGenerator<TrainingMoment<N>, void, undefined> {
  checkTrainable(network);
  const settings = trainingSettings(options, network.layers.length);
  requireUnfrozen(network, settings.freeze);
  const count = checkData('data', data, network.inputDim, network.layers.at(-1)!.width);
  const shape = shapeOf(network, settings);
  const perEpoch = Math.ceil(count / settings.batch);
  const steps = perEpoch * settings.epochs;
  const { every = perEpoch, gradients: open = inlineGradients, from, signal } = options;
  const kept = settings.keepZeros ? keptEntries(network, shape) : null;
  const mover = new Mover(new Arena(await loadKernels(await compileKernels())), shape, settings, kept);
  const { parameters, gradient } = mover;
  parameters.set(parametersOf(network, shape));
  if (from !== undefined) mover.resume(from, steps);
  const gradients = await open(network, data, settings);
  try {
    let step = from?.step ?? 0;
    const moment = (loss: number | null): TrainingMoment<N> => ({
      step,
      steps,
      epoch: Math.floor(step / perEpoch),
      loss,
      network: () => networkFrom(parameters, shape) as N,
      checkpoint: () => mover.checkpoint(step),
    });
    yield moment(null);
    let [losses, since] = [0, 0];
    let order = new Uint32Array();
    let orderOf = -1;
    while (step < steps) {
      signal?.throwIfAborted();
      const epoch = Math.floor(step / perEpoch);
      if (epoch !== orderOf) order = sampleOrder(settings.seed, epoch, count);
      orderOf = epoch;
      const at = (step % perEpoch) * settings.batch;
      const loss = await gradients.batch(parameters, order.subarray(at, at + settings.batch), gradient);
      step++;
      if (!Number.isFinite(loss))
        throw valueFault('training', 'a finite loss', `${loss} at step ${step}; try a smaller learningRate`);
      mover.move(step);
      losses += loss;
      since++;
      if (step % every !== 0 && step !== steps) continue;
      yield moment(losses / since);
      [losses, since] = [0, 0];
    }
  } finally {
    await gradients.close();
  }
}
