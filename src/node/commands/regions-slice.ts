/** `expressivity regions --slice`: all regions in a window of a plane. */
import { basename } from 'node:path';
import { literally } from '../../draw/picture/text.ts';
import { sliceSvgPieces } from '../../draw/slice-svg.ts';
import { ExperimentError, echoPath } from '../../experiment/index.ts';
import { commonOf, type NetworkSpec } from '../../network/index.ts';
import {
  type DecisionBoundary,
  exactSlice,
  planeAlong,
  planeCoordinates,
  planeThrough,
  requirePieces,
} from '../../regions/index.ts';
import { decisionDocument, polygonsPieces, sliceColumns, sliceRegions } from '../../result/regions.ts';
import { tableOptions } from '../output.ts';
import { longer } from '../pieces.ts';
import { columnsTable } from '../table.ts';
import type { RegionsOutput, RegionsSubject, RegionsTask } from './regions-subject.ts';
import { readWindow, windowAround } from './regions-window.ts';

const SLICE_LEGEND = `regions: activation regions of all layers so far in the window. boundary length: of what the layer adds.
`;

/** Slices with more cells get no PNG, and their SVG is written piece by piece. */
const MOST_DRAWN = 100_000;

export function sliceOutput({ subject, options, about }: RegionsTask): RegionsOutput {
  const { vertices } = subject;
  if (vertices.length !== 2 && vertices.length !== 3)
    throw new ExperimentError('endpoints', 'two or three points for a slice', vertices.length);
  requirePieces(subject);
  const plane =
    vertices.length === 3
      ? planeThrough(vertices)
      : planeAlong(new Float64Array(subject.inputDim), vertices[0]!, vertices[1]!);
  const marks = vertices.map((vertex, i) => {
    const [x, y] = planeCoordinates(plane, vertex);
    return { x, y, label: `x${'₀₁₂'[i]!}` };
  });
  const window =
    options.window === undefined ? windowAround(marks, vertices.length) : readWindow(String(options.window));
  const slice = exactSlice(subject.network(), plane, window, { decision: options.decision === true });
  const found = sliceRegions(slice, plane);
  const table = columnsTable(sliceColumns(found), tableOptions());
  const { decision } = slice;
  const boundary = decision === undefined ? '' : decisionText(decision);
  const total = `${found.regions} activation regions, ${found.linearRegions} linear regions in an area of ${found.area.toPrecision(6)}.\n`;
  const inside = marks.filter(
    ({ x, y }) => x >= window.x0 && x <= window.x1 && y >= window.y0 && y <= window.y1,
  );
  const picture = () =>
    sliceSvgPieces(slice, {
      marks: inside,
      caption: `${captionOf(subject, found)}${decision === undefined ? '' : ' The thick line is the decision boundary.'}`,
    });
  return {
    document: {
      ...about,
      ...found,
      ...(decision === undefined ? {} : { decision: decisionDocument(decision) }),
    },
    table: `${table.trimEnd()}\n\n${total}${boundary}${SLICE_LEGEND}`,
    files: {
      'polygons.json': longer(polygonsPieces(slice)),
      'slice.svg': slice.cells.length > MOST_DRAWN ? longer(picture()) : [...picture()].join(''),
    },
  };
}

function decisionText({ length, segments, lines }: DecisionBoundary): string {
  const of = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
  const parts = `${of(segments, 'segment')} in ${of(lines.length, 'line')}`;
  return `Decision boundary of length ${length.toPrecision(6)}: ${parts}.\n`;
}

/** Says all that the picture shows, because the file may leave its folder. */
function captionOf(
  { source, spec, inputDim, layers, vertices }: RegionsSubject,
  { linearRegions, area, window: { x0, x1, y0, y1 } }: ReturnType<typeof sliceRegions>,
): string {
  const widths = layers.map(({ width }) => width).join(', ');
  const activations = [...new Set(layers.map(({ activation }) => activation.name))].join(', ');
  const shape = `input dimension ${inputDim}, widths ${widths}, ${activations}`;
  const points = vertices.map((_, i) => `x${'₀₁₂'[i]!}`).join(', ');
  return [
    spec === null
      ? `The network of ${literally(echoPath(basename((source as { readonly file: string }).file)))}: ${shape}.`
      : `${drawnFrom(spec, source as { readonly seed: number; readonly network: number })}: ${shape}.`,
    `Its activation regions in the plane through ${vertices.length === 2 ? `the origin, ${points}` : points},`,
    `in coordinates along two orthonormal directions from ${number(x0)} to ${number(x1)} and from ${number(y0)} to ${number(y1)}`,
    `(area ${number(area)}); ${linearRegions} linear regions.`,
    'Each region has a colour of its activation pattern; along the lines of a layer one of its neurons switches.',
  ].join(' ');
}

function drawnFrom(
  spec: NetworkSpec,
  { seed, network }: { readonly seed: number; readonly network: number },
): string {
  const from = `Random network ${network} of seed ${seed}`;
  const layer = commonOf(spec, ({ density, weights, sigmaW, sigmaB }) =>
    JSON.stringify([density, weights, sigmaW, sigmaB]),
  );
  if (layer === undefined) return `${from}, each layer with a distribution of its own`;
  const { density, weights, sigmaW, sigmaB } = spec.layers[0]!;
  const biases = sigmaB === 0 ? 'no biases' : `σ_b = ${number(sigmaB)}`;
  return `${from}, ${weights.kind} weights, α = ${number(density)}, σ_w = ${number(sigmaW)}, ${biases}`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
