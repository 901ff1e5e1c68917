/** `expressivity regions`, on a line or polyline: its exact image. */
import { curve, curveAngle } from '../../curve/index.ts';
import { ExperimentError, echo } from '../../experiment/index.ts';
import { exactImage, requirePieces } from '../../regions/index.ts';
import { segmentColumns, segmentRegions } from '../../result/regions.ts';
import { tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import type { RegionsOutput, RegionsTask } from './regions-subject.ts';

const SEGMENT_LEGEND = `length, pre-length: of the image after and before the activation. transitions: thresholds that neurons of
the layer cross. new breakpoints: where they do and no layer below does. regions, linear regions: activation
and linear regions of all layers so far on the curve. turning angle: total, in radians.
`;

export function segmentOutput({ experiment, subject, about }: RegionsTask): RegionsOutput {
  const { curve: kind } = experiment;
  if (kind !== 'line' && kind !== 'polyline')
    throw new ExperimentError('curve', 'line or polyline, whose images are known exactly', echo(kind));
  requirePieces(subject);
  const input = curve(kind, subject.vertices);
  const network = subject.network();
  const { length, ...found } = segmentRegions(exactImage(network, input.vertices));
  const table = columnsTable(segmentColumns({ length, ...found }), { width: 110, ...tableOptions() });
  return {
    document: { ...about, input: { length, angle: curveAngle(input), dim: network.inputDim }, ...found },
    table: `${table.trimEnd()}\n\n${SEGMENT_LEGEND}`,
    files: {},
  };
}
