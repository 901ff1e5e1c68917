/**
 * The files of `--save-curve`: the image of the curve in chosen layers, as a picture, as projections, and
 * whole.
 */
import type { Plan } from '../ensemble/plan.ts';
import { InputError } from '../experiment/index.ts';
import { MOST_ARRAYS, npzPieces, type WrittenArray } from '../formats/npz-write.ts';
import type { CellCurve } from '../result/curve.ts';
import { interruptible } from './interrupt.ts';
import { json } from './output.ts';
import { longer } from './pieces.ts';
import type { Content } from './write.ts';

export const CURVE_FILES = ['curve.svg', 'curve.png', 'curve.json', 'curve.csv', 'curve.npz'] as const;

/**
 * Limits of these files: a sample takes a kilobyte while it is drawn, and an archive holds up to 4 GiB of
 * points.
 */
const MOST_SAMPLES = 2e6;
const MOST_NUMBERS = 2 ** 28;

/** @throws InputError for images with more points than the files can hold. */
export function requireCurveFiles(
  { cells }: Pick<Plan, 'cells'>,
  layers: readonly number[],
  points: number,
): void {
  const images = cells.length * layers.length;
  const width = (layer: number) =>
    cells.reduce((sum, { network }) => sum + (network.layers[layer - 1]?.width ?? 0), 0);
  const numbers = points * layers.reduce((sum, layer) => sum + width(layer), 0);
  const refuse = (most: number, what: string, got: number): void => {
    if (got <= most) return;
    const shape = `${points} points in ${layers.length} layers of ${cells.length} cells`;
    throw new InputError('--save-curve', `at most ${most} ${what}`, `${got} (${shape})`);
  };
  refuse(MOST_ARRAYS, 'images', images);
  refuse(MOST_SAMPLES, 'samples', images * points);
  refuse(MOST_NUMBERS, 'coordinates', numbers);
}

/** Where the rows of `curve.json` are, one a sample: layers have too many to be one piece. */
const SAMPLE_LEVEL = 6;

/**
 * `curve.svg`: projections on the first two principal components. `curve.json`, `curve.csv`: coordinates on
 * the first three, with their shares of the variance. `curve.npz`: all pre-activations, an array of samples ×
 * neurons for each cell and layer.
 */
export async function curveFiles(
  cells: readonly CellCurve[],
  caption: string,
): Promise<Record<string, Content>> {
  const [{ svgDocument }, { drawPicture }, { curvePicture }, { curveCsv, curveDocument }] = await Promise.all(
    [
      import('./svg.ts'),
      import('../draw/picture/index.ts'),
      import('../draw/curve.ts'),
      import('../result/curve.ts'),
    ],
  );
  const arrays: Record<string, WrittenArray> = {};
  cells.forEach(({ layers, samples }, c) => {
    for (const { layer, width, points } of layers) {
      arrays[`cell${c}_layer${layer}`] = { shape: [samples, width], values: points };
    }
  });
  return {
    'curve.svg': await interruptible(() =>
      drawPicture(curvePicture(cells), {
        document: svgDocument(),
        caption: `${caption} Shown: network ${cells[0]!.network}.`,
      }),
    ),
    'curve.json': json(curveDocument(cells), SAMPLE_LEVEL),
    'curve.csv': longer(curveCsv(cells)),
    'curve.npz': npzPieces(arrays),
  };
}
