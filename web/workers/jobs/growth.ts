/** Lengths over many networks, as estimates come in. */
import { inlineExecutor, type OpenExecutor, trajectory, workerExecutor } from 'expressivity';
import type { GrowthInput, GrowthLayer, GrowthResult } from '../messages.ts';
import { verticesOf } from './vertices.ts';

/** Workers of this worker, as many as there are cores; where they cannot be, this thread. No digit depends on it. */
const executor: OpenExecutor = async (subjects, options) => {
  try {
    return await workerExecutor(subjects, options);
  } catch {
    return inlineExecutor(subjects, options);
  }
};

export async function* growth({ experiment, vertices: data }: GrowthInput): AsyncGenerator<GrowthResult> {
  const vertices = verticesOf(data, experiment);
  for await (const { networks, cells } of trajectory(experiment, { vertices, executor })) {
    const layers = cells[0]!.layers.map(
      ({ layer, ratio, growth: step, theory }): GrowthLayer => ({
        layer,
        ratio: { mean: ratio.mean, ci95: ratio.ci95, median: ratio.median },
        growth: { mean: step.mean, ci95: step.ci95 },
        theory: {
          priceTanner: theory.ratio.priceTanner,
          lower: theory.ratio.lower,
          exact: theory.ratio.exact,
          upper: theory.ratio.upper,
          approximate: theory.ratio.approximate,
        },
      }),
    );
    yield { networks, done: networks === experiment.networks, layers };
  }
}
