/** Plans, and executors that answer without kernels. */
import {
  type Executor,
  type Plan,
  planExperiment,
  runEnsemble,
  type Task,
} from '../../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import type { LengthRecord } from '../../src/measure/index.ts';
import { resultDocument } from '../../src/result/document.ts';
import { measuredCells } from '../../src/run/beside-theory.ts';
import { PROVENANCE } from '../result/fixture.ts';

export function planOf(input: ExperimentInput): Plan {
  return planExperiment(parseExperiment(input));
}

export function subjectsOf(plan: Plan) {
  return plan.runs.map((run) => run.subject);
}

/** The same work, cut otherwise. */
export function withBlockSize(plan: Plan, blockSize: number): Plan {
  return { ...plan, runs: plan.runs.map((run) => ({ ...run, blockSize })) };
}

/** The same plan, whose intervals are believed of so many networks. */
export function withLeast(plan: Plan, leastNetworks: number): Plan {
  return { ...plan, runs: plan.runs.map((run) => ({ ...run, leastNetworks })) };
}

/** The `cells` of the result, as they are written. */
export async function cellsOf(plan: Plan, executor: Executor): Promise<string> {
  const records = await runEnsemble(plan, executor);
  return JSON.stringify(
    resultDocument(plan.experiment, PROVENANCE, await measuredCells(plan, (run) => records[run]!)).cells,
  );
}

export interface FakeExecutor extends Executor {
  readonly tasks: Task[];
}

/**
 * Network i of every run has the length `lengthOf(i)` in every layer. Blocks come back in an order of their
 * own.
 */
export function fakeExecutor(
  depth: number,
  lengthOf: (network: number) => number,
  concurrency = 3,
): FakeExecutor {
  const tasks: Task[] = [];
  return {
    tasks,
    kernels: 'simd128',
    concurrency,
    async execute(task): Promise<LengthRecord> {
      tasks.push(task);
      await new Promise((resolve) => setTimeout(resolve, (task.first * 7) % 5));
      const length = Float64Array.from({ length: task.networks * depth }, (_, at) =>
        lengthOf(task.first + Math.floor(at / depth)),
      );
      const exponent = new Int32Array(task.networks * depth);
      return { ...task, depth, length, preLength: length, exponent, measures: {} };
    },
    async close() {},
  };
}
