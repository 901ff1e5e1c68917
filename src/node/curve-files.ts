/** The files of `--save-curve`: the image of the curve in chosen layers, as a picture, as projections, and whole. */
import type { CellCurve } from '../report/curve.ts';
import { npzBytes, type WrittenArray } from './files/npz-write.ts';
import { json } from './output.ts';

export const CURVE_FILES = ['curve.svg', 'curve.json', 'curve.csv', 'curve.npz'] as const;

/**
 * `curve.svg`: projections on the first two principal components. `curve.json`, `curve.csv`: coordinates on the first three, with their shares of the
 * variance. `curve.npz`: all pre-activations, an array of samples × neurons for each cell and layer.
 */
export async function curveFiles(
  cells: readonly CellCurve[],
  caption: string,
): Promise<Record<(typeof CURVE_FILES)[number], string | Uint8Array>> {
  const [{ svgDocument }, { drawPicture }, { curvePicture, curveCsv, curveDocument }] = await Promise.all([
    import('./svg.ts'),
    import('../report/picture/index.ts'),
    import('../report/curve.ts'),
  ]);
  const arrays: Record<string, WrittenArray> = {};
  cells.forEach(({ layers, samples }, c) => {
    for (const { layer, width, points } of layers) {
      arrays[`cell${c}_layer${layer}`] = { shape: [samples, width], values: points };
    }
  });
  return {
    'curve.svg': drawPicture(curvePicture(cells), {
      document: svgDocument(),
      caption: `${caption} Shown: network ${cells[0]!.network}.`,
    }),
    'curve.json': json(curveDocument(cells)),
    'curve.csv': curveCsv(cells),
    'curve.npz': npzBytes(arrays),
  };
}
