/** What `exactImage` and `exactSlice` found, as documents, tables and files. */
import type { DecisionBoundary, ExactImage, ExactSlice, Plane } from '../regions/index.ts';
import { formatNumber } from './format.ts';
import { column, type TableColumn } from './table.ts';

export const REGIONS_SCHEMA = 'expressivity/regions@1';
export const POLYGONS_SCHEMA = 'expressivity/polygons@1';

/** The image of a line or polyline, without what is only of use to further computation. */
export function segmentRegions({ length, layers }: ExactImage) {
  return {
    length,
    layers: layers.map((layer) => ({
      layer: layer.layer,
      width: layer.width,
      length: layer.length,
      preLength: layer.preLength,
      transitions: layer.transitions,
      newBreakpoints: layer.newBreakpoints,
      regions: layer.regions,
      patterns: layer.patterns,
      linearRegions: layer.linearRegions,
      turningAngle: layer.turningAngle,
    })),
    breakpoints: Array.from(layers.at(-1)?.breakpoints ?? []),
    knots: Array.from(layers.at(-1)?.knots ?? []),
    stretches: Array.from(layers.at(-1)?.stretches ?? []),
  };
}

/** The counts of a slice, and the plane that it lies in. */
export function sliceRegions(slice: ExactSlice, { origin, u, v }: Plane) {
  const { window, area, coveredArea, layers, patterns, linearRegions } = slice;
  return {
    plane: { origin: Array.from(origin), u: Array.from(u), v: Array.from(v) },
    window,
    area,
    coveredArea,
    regions: slice.cells.length,
    patterns,
    linearRegions,
    layers: layers.map(({ layer, width, regions, boundaryLength }) => ({
      layer,
      width,
      regions,
      boundaryLength,
    })),
  };
}

/** A decision boundary with lists for arrays. */
export function decisionDocument({ length, segments, lines }: DecisionBoundary) {
  const listed = lines.map(({ classes, points }) => ({ classes, points: groups(points, 2) }));
  return { length, segments, lines: listed };
}

/** The cells and boundaries of a slice as a JSON document, a cell a line, piece by piece. */
export function* polygonsPieces({ cells, layers }: ExactSlice): Generator<string> {
  yield `{ "schema": ${JSON.stringify(POLYGONS_SCHEMA)},\n"cells": [\n`;
  for (const [i, { pattern, area, vertices }] of cells.entries())
    yield `${i === 0 ? '' : ',\n'}${JSON.stringify({ pattern, area, vertices: groups(vertices, 2) })}`;
  yield '\n],\n"boundaries": [\n';
  for (const [l, { layer, boundaries }] of layers.entries()) {
    yield `${l === 0 ? '' : ',\n'}{"layer":${layer},"segments":[`;
    for (let i = 0; i < boundaries.length; i += 4)
      yield `${i === 0 ? '' : ','}${JSON.stringify([...boundaries.subarray(i, i + 4)])}`;
    yield ']}';
  }
  yield '\n] }\n';
}

function groups(flat: Float64Array, size: number): number[][] {
  return Array.from({ length: flat.length / size }, (_, i) =>
    Array.from(flat.subarray(size * i, size * (i + 1))),
  );
}

export function segmentColumns({ layers }: ReturnType<typeof segmentRegions>): TableColumn[] {
  return [
    column('layer', 0, layers, ({ layer }) => String(layer)),
    column('width', 3, layers, ({ width }) => String(width)),
    column('length', 0, layers, ({ length }) => formatNumber(length, 6)),
    column('pre-length', 4, layers, ({ preLength }) => formatNumber(preLength, 6)),
    column('transitions', 0, layers, ({ transitions }) => String(transitions)),
    column('new breakpoints', 1, layers, ({ newBreakpoints }) => String(newBreakpoints)),
    column('regions', 0, layers, ({ regions }) => String(regions)),
    column('linear regions', 0, layers, ({ linearRegions }) => String(linearRegions)),
    column('turning angle', 2, layers, ({ turningAngle }) => formatNumber(turningAngle, 5)),
  ];
}

export function sliceColumns({ layers }: ReturnType<typeof sliceRegions>): TableColumn[] {
  return [
    column('layer', 0, layers, ({ layer }) => String(layer)),
    column('width', 1, layers, ({ width }) => String(width)),
    column('regions', 0, layers, ({ regions }) => String(regions)),
    column('boundary length', 0, layers, ({ boundaryLength }) => formatNumber(boundaryLength, 6)),
  ];
}
