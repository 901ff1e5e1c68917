/**
 * A worker that computes gradients of blocks of samples: its own kernels, parameters and data shared with
 * all.
 */
import { workerData } from 'node:worker_threads';
import { Arena } from '../kernels/arena.ts';
import { loadKernelsSync } from '../kernels/instantiate.ts';
import { BlockGradient, type GradientSettings } from '../train/block-gradient.ts';
import type { TrainingData } from '../train/data.ts';
import type { TrainableNetwork } from '../train/trainable.ts';

/** What every worker is given at its start. */
export interface TrainWorkerData {
  readonly module: WebAssembly.Module;
  readonly network: TrainableNetwork;
  readonly data: TrainingData;
  readonly settings: GradientSettings;
  /** Parameters of the step, and a gradient for every slot: shared memory. */
  readonly parameters: Float32Array;
  readonly slots: readonly Float32Array[];
}

/** A block of the samples of a step. */
export interface BlockOrder {
  /** Number of the step: parameters are taken over once for each. */
  readonly step: number;
  readonly samples: Uint32Array;
  readonly batch: number;
  /** Where the gradient goes. */
  readonly slot: number;
}

const { module, network, data, settings, parameters, slots } = workerData as TrainWorkerData;
const block = new BlockGradient(new Arena(loadKernelsSync(module)), network, data, settings);
let loaded = -1;

/** Returns the loss. */
export default function gradient({ step, samples, batch, slot }: BlockOrder): number {
  if (step !== loaded) block.load(parameters);
  loaded = step;
  const loss = block.run(samples, batch);
  slots[slot]!.set(block.gradient);
  return loss;
}
