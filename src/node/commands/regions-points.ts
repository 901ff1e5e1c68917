/** `expressivity regions --patterns` and `--around`: patterns on points, and regions near them. */
import { echo, InputError, readNumber } from '../../experiment/index.ts';
import { patternCounts, regionDensity, requirePieces } from '../../regions/index.ts';
import { formatNumber } from '../../result/format.ts';
import { column } from '../../result/table.ts';
import { tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import type { RegionsOutput, RegionsTask } from './regions-subject.ts';

const PATTERNS_LEGEND = `distinct: activation patterns of layers 1 … l on the points. in the layer: of this layer alone. constant:
neurons on one piece at all points.
`;

/** How many points share a pattern, layer by layer. */
export function patternsOutput({ subject, about }: RegionsTask): RegionsOutput {
  requirePieces(subject);
  const { vertices } = subject;
  const { layers, groups } = patternCounts(subject.network(), vertices);
  const table = columnsTable(
    [
      column('layer', 0, layers, ({ layer }) => String(layer)),
      column('width', 1, layers, ({ width }) => String(width)),
      column('distinct', 0, layers, ({ distinct }) => String(distinct)),
      column('in the layer', 0, layers, ({ distinctInLayer }) => String(distinctInLayer)),
      column('constant', 0, layers, ({ constant }) => String(constant)),
    ],
    tableOptions(),
  );
  return {
    document: { ...about, points: vertices.length, layers, groups: Array.from(groups) },
    table: `${table.trimEnd()}\n\n${vertices.length} points.\n${PATTERNS_LEGEND}`,
    files: {},
  };
}

const AROUND_LEGEND = `density: boundaries of activation regions of layers 1 … l on a unit of length, mean over points and lines, with
its standard error over points. new: those of the layer alone.
`;

/** How densely regions lie around each point. */
export function aroundOutput({ experiment, subject, options, about }: RegionsTask): RegionsOutput {
  requirePieces(subject);
  const lines = readOwn(options.lines, 10, '--lines', 'an integer of at least 1', Number.isInteger);
  const reach = readOwn(options.reach, 1, '--reach', 'a number > 0', Number.isFinite);
  const { vertices } = subject;
  const { layers, points } = regionDensity(subject.network(), vertices, {
    lines,
    reach,
    seed: experiment.seed,
  });
  const table = columnsTable(
    [
      column('layer', 0, layers, ({ layer }) => String(layer)),
      column('width', 1, layers, ({ width }) => String(width)),
      column('density', 0, layers, ({ density }) => formatNumber(density, 6)),
      column('±', 0, layers, ({ sem }) => (sem === null ? '–' : formatNumber(sem, 3))),
      column('new', 0, layers, ({ newDensity }) => formatNumber(newDensity, 6)),
    ],
    tableOptions(),
  );
  return {
    document: { ...about, lines, reach, layers, points: Array.from(points) },
    table: `${table.trimEnd()}\n\n${lines} lines through each of ${points.length} points, ${reach} to either side.\n${AROUND_LEGEND}`,
    files: {},
  };
}

function readOwn(
  text: unknown,
  otherwise: number,
  option: string,
  expected: string,
  fits: (value: number) => boolean,
): number {
  if (text === undefined) return otherwise;
  const value = readNumber(String(text));
  if (fits(value) && value > 0) return value;
  throw new InputError(option, expected, echo(String(text)));
}
