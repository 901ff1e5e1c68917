/** One network and the image of the curve in each of its layers: the picture first, then the numbers. */
import { curveImages } from 'expressivity';
import type { TangleImages, TangleInput, TangleNumbers } from '../messages.ts';
import { verticesOf } from './vertices.ts';

export async function* tangle({
  experiment,
  vertices: data,
}: TangleInput): AsyncGenerator<TangleImages | TangleNumbers> {
  const vertices = verticesOf(data, experiment);
  const layers = Array.from({ length: experiment.depth as number }, (_, l) => l + 1);
  const kept = { layers, components: 'leading', points: false } as const;
  const [cell] = await curveImages(experiment, { ...kept, vertices });
  yield { kind: 'images', layers: cell!.layers.map(({ principal }) => principal) };
  // What measures is not needed for the first picture, and loaded after it.
  const { measureTrajectory } = await import('./measure.ts');
  const { cells } = await measureTrajectory(experiment, { vertices });
  const { input, layers: measured } = cells[0]!;
  yield {
    kind: 'numbers',
    inputLength: input.length,
    layers: measured.map(({ length, growth, transitions }) => ({
      length: length.mean,
      growth: growth.mean,
      transitions: transitions?.mean ?? null,
    })),
  };
}
