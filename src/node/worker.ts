/** A worker of the pool: its own instance of the kernels, compiled once by the main thread. */
import { workerData } from 'node:worker_threads';
import { BlockMeasurer, type Task } from '../ensemble/index.ts';
import { loadKernels } from '../kernels/index.ts';
import type { LengthRecord } from '../measure/index.ts';
import type { PoolData } from './pool.ts';

const { module, kernels: build, subjects } = workerData as PoolData;
const measurer = loadKernels(module).then((kernels) => new BlockMeasurer(kernels, subjects, build));

export default async function measure(task: Task): Promise<LengthRecord> {
  return (await measurer).measure(task);
}
