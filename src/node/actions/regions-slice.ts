/** `expressivity regions --slice`: all regions in a window of a plane. */

import { sliceSvgPieces } from '../../draw/slice-svg.ts';
import { ExperimentError } from '../../experiment/index.ts';
import {
  exactSlice,
  planeAlong,
  planeCoordinates,
  planeThrough,
  requirePieces,
} from '../../regions/index.ts';
import { polygonsPieces, sliceColumns, sliceRegions } from '../../result/regions.ts';
import type { Given } from '../options.ts';
import { tableOptions } from '../output.ts';
import { longer } from '../pieces.ts';
import { columnsTable } from '../table.ts';
import type { Findings, RegionsSubject } from './regions-subject.ts';
import { readWindow, windowAround } from './regions-window.ts';

const SLICE_LEGEND = `regions: activation regions of all layers so far in the window. boundary length: of what the layer adds.
`;

export function sliceFindings(subject: RegionsSubject, given: Given, about: object): Findings {
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
    given.window === undefined ? windowAround(marks, vertices.length) : readWindow(String(given.window));
  const slice = exactSlice(subject.network(), plane, window);
  const found = sliceRegions(slice, plane);
  const table = columnsTable(sliceColumns(found), tableOptions());
  const total = `${found.regions} activation regions, ${found.linearRegions} linear regions in an area of ${found.area.toPrecision(6)}.\n`;
  const inside = marks.filter(
    ({ x, y }) => x >= window.x0 && x <= window.x1 && y >= window.y0 && y <= window.y1,
  );
  return {
    document: { ...about, ...found },
    table: `${table.trimEnd()}\n\n${total}${SLICE_LEGEND}`,
    files: {
      'polygons.json': longer(polygonsPieces(slice)),
      'slice.svg': longer(sliceSvgPieces(slice, { marks: inside })),
    },
  };
}
