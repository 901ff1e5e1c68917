/** Every picture of docs/concepts.md as the text of an SVG file, by name. */
import { drawPicture } from '../../src/draw/picture/index.ts';
import { drawNetwork, endpoints, exactSlice, parseLaw, planeThrough, sliceSvg } from '../../src/index.ts';
import { svgDocument } from '../../src/node/svg.ts';
import { axesOf, PICTURES } from './pictures.ts';

export async function drawConcepts(): Promise<Record<string, string>> {
  const drawn: Record<string, string> = { slice: slice() };
  for (const [name, make] of Object.entries(PICTURES)) {
    const picture = await make();
    const panel = { title: '', ...axesOf(picture), series: picture.series };
    const document = svgDocument();
    const svg = drawPicture(
      { title: name, panels: [panel], key: [] },
      { document, width: 'column', heading: false },
    );
    drawn[name] = svg;
  }
  return drawn;
}

/** The regions of a plane, of network 0 of seed 0. */
function slice(): string {
  const law = parseLaw('gaussian');
  const shape = { inputDim: 6, widths: [6, 6], density: 1, sigmaW: Math.SQRT2, sigmaB: 0.5 } as const;
  const laws = { weights: law, biases: law, scaling: 'fan-in', activation: 'relu' } as const;
  const network = drawNetwork({ ...shape, ...laws }, 0, 0);
  const plane = planeThrough([new Float64Array(6), ...endpoints('orthonormal', 0, 6)]);
  return sliceSvg(exactSlice(network, plane, { x0: -2, x1: 2, y0: -2, y1: 2 }), {
    title: 'regions of a plane',
  });
}
