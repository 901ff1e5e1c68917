/** Gradients of batches: blocks of samples, summed in their order. Where they are computed changes no bit. */
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import { BLOCK } from './areas.ts';
import { BlockGradient, type GradientSettings } from './block-gradient.ts';
import type { TrainingData } from './data.ts';
import type { TrainableNetwork } from './trainable.ts';

/** Computes gradients of one training. */
export interface Gradients {
  /**
   * Mean loss of the samples; its gradient is written into `gradient`.
   * @param parameters laid out as `shapeOf` says.
   */
  batch(parameters: Float32Array, samples: Uint32Array, gradient: Float32Array): Promise<number>;
  close(): Promise<void>;
}

/** Opens what computes gradients: on the calling thread, or on workers. */
export type OpenGradients = (
  network: TrainableNetwork,
  data: TrainingData,
  settings: GradientSettings,
) => Promise<Gradients>;

/** On the calling thread. */
export const inlineGradients: OpenGradients = async (network, data, settings) => {
  const arena = new Arena(await loadKernels(await compileKernels()));
  const block = new BlockGradient(arena, network, data, settings);
  return {
    async batch(parameters, samples, gradient) {
      block.load(parameters);
      let loss = 0;
      eachBlock(samples, (part, number) => {
        loss += block.run(part, samples.length);
        addBlock(gradient, block.gradient, number);
      });
      return loss;
    },
    async close() {},
  };
};

/** Calls with the samples of each block, in order. */
export function eachBlock(samples: Uint32Array, call: (part: Uint32Array, number: number) => void): void {
  for (let at = 0; at < samples.length; at += BLOCK) call(samples.subarray(at, at + BLOCK), at / BLOCK);
}

/**
 * Adds the gradient of a block to those of the blocks before it; the first one takes the place of what was
 * there.
 */
export function addBlock(sum: Float32Array, block: Float32Array, number: number): void {
  if (number === 0) sum.set(block);
  else for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + block[i]!;
}
