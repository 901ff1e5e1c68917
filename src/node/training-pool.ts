/** Gradients on worker threads: a block of samples each, summed in the order of the blocks. */
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';
import { integerIn } from '../input/check.ts';
import { BLOCK } from '../train/areas.ts';
import { addBlock, eachBlock, inlineGradients } from '../train/gradients.ts';
import type { Gradients, OpenGradients } from '../train/index.ts';
import { shapeOf } from '../train/shape.ts';
import { compileForNode } from './kernels.ts';
import { mostThreads } from './machine.ts';
import { defaultThreads, WorkerError, watchWorkers } from './pool.ts';
import type { BlockOrder, TrainWorkerData } from './train-worker.ts';

/** Blocks of one step under way for each thread. */
const AHEAD = 2;

/**
 * Gradients on worker threads, for the option `gradients` of `train`. Their number changes no byte of the
 * result. One thread is the calling thread.
 *
 * @param threads as many as the machine runs at once where left out.
 * @throws TypeError, RangeError; WorkerError, in training, if a thread dies.
 */
export function poolGradients(threads: number = defaultThreads()): OpenGradients {
  integerIn(1, mostThreads(), 'threads', threads);
  if (threads === 1) return inlineGradients;
  return (network, data, settings) => openPool(threads, network, data, settings);
}

async function openPool(
  threads: number,
  ...[network, data, settings]: Parameters<OpenGradients>
): Promise<Gradients> {
  const { length } = shapeOf(network, settings);
  const parameters = sharedFloats(length);
  const slots = Array.from({ length: AHEAD * threads }, () => sharedFloats(length));
  const workerData: TrainWorkerData = {
    module: await compileForNode('simd128'),
    network,
    data: {
      inputs: shared(data.inputs),
      ...(data.labels && { labels: Uint32Array.from(data.labels) }),
      ...(data.targets && { targets: shared(data.targets) }),
    },
    settings,
    parameters,
    slots,
  };
  const fromSource = import.meta.url.endsWith('.ts');
  const pool = new Piscina({
    filename: new URL(fromSource ? './train-worker.ts' : './train-worker.js', import.meta.url).href,
    ...(fromSource ? { execArgv: ['--import', createRequire(import.meta.url).resolve('tsx')] } : {}),
    minThreads: threads,
    maxThreads: threads,
    workerData,
  });
  const { orDeath, loaded } = watchWorkers(pool);
  let step = 0;
  const measured = (order: BlockOrder) =>
    orDeath<number>(pool.run(order)).catch(({ message }: Error) => {
      throw new WorkerError(`a worker thread failed: ${message}`);
    });
  return {
    async batch(now, samples, gradient) {
      parameters.set(now);
      step++;
      let loss = 0;
      for (let from = 0; from < samples.length; from += slots.length * BLOCK) {
        const orders: BlockOrder[] = [];
        eachBlock(samples.subarray(from, from + slots.length * BLOCK), (part, slot) => {
          orders.push({ step, samples: part.slice(), batch: samples.length, slot });
        });
        const losses = await Promise.all(orders.map(measured));
        for (const { slot } of orders) {
          loss += losses[slot]!;
          addBlock(gradient, slots[slot]!, from === 0 ? slot : 1);
        }
      }
      return loss;
    },
    async close() {
      await loaded();
      await pool.destroy();
    },
  };
}

function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** The same numbers in memory that threads share. */
function shared(numbers: Float32Array): Float32Array {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const made = sharedFloats(numbers.length);
  made.set(numbers);
  return made;
}
