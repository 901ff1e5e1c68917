import { DEFAULTS } from '../../experiment/index.ts';
import { formatWithError } from '../../result/format.ts';
import { column, NOTHING, number, type TableColumn } from '../../result/table.ts';
import {
  type Comparison,
  type LayerComparison,
  type MeanFieldComparison,
  simulateIn,
} from '../../run/mean-field-simulation.ts';
import type { MeanFieldLaw } from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { interruptible } from '../interrupt.ts';
import { tableOptions } from '../output.ts';
import { defaultThreads, poolExecutor } from '../pool.ts';
import { inUsersWords } from '../read-experiment.ts';
import { runSettings, withProgress } from '../run-settings.ts';
import { columnsTable, wrap } from '../table.ts';
import { readOption } from './theory-options.ts';

/** Runs --simulate: measures drawn networks, and compares them with mean-field theory. */
export async function simulated(
  options: CommandOptions,
  { sigmaW, sigmaB, density = 1 }: MeanFieldLaw,
  depth: number,
  signal: AbortSignal,
): Promise<MeanFieldComparison> {
  const simulation = {
    activation: String(options.activation ?? DEFAULTS.activation),
    sigmaW,
    sigmaB,
    density,
    depth,
    width: readOption(options, 'width', 1000),
    networks: readOption(options, 'networks', 20),
    points: readOption(options, 'points', 49),
    seed: readOption(options, 'seed', 0),
  };
  const settings = await runSettings(options, []);
  return withProgress(settings, '', signal, ({ threads = defaultThreads(), kernels, ...ensemble }) =>
    simulateIn(
      simulation,
      { ...ensemble, kernels, executor: (subjects, run) => poolExecutor(subjects, { ...run, threads }) },
      interruptible,
    ),
  ).catch((error: unknown) => {
    throw inUsersWords(error, options);
  });
}

/** Quantities of one table, by name. */
type Shown = readonly (readonly [name: string, of: (layer: LayerComparison) => Comparison | null])[];

/** Correlation of two points of the circle; the document has more lags. */
const apart = (degrees: number): Shown[number] => [
  `c(${degrees}°)`,
  ({ autocorrelation }) => autocorrelation.find(({ lag }) => Math.abs(360 * lag - degrees) < 1)!,
];

const TABLES: readonly Shown[] = [
  [
    ['q', ({ q }) => q],
    ['chi1', ({ chi1 }) => chi1],
    ['metric', ({ metric }) => metric],
  ],
  [
    ['curvature²', ({ curvature2 }) => curvature2],
    ['Gauss-map length', ({ gaussMapLength }) => gaussMapLength],
  ],
  [apart(30), apart(90), apart(180)],
];

/** Measured values beside the recursions' in tables for a terminal. */
export function simulationText({ simulation, layers }: MeanFieldComparison): string {
  const tables = TABLES.flatMap((shown) => {
    const columns = shown.flatMap(([name, of]) => comparisonColumns(name, layers.map(of)));
    if (columns.length === 0) return [];
    const all = [column('layer', 0, layers, ({ layer }) => String(layer)), ...columns];
    return [`${columnsTable(all, tableOptions()).split('\n\n')[0]!}\n`];
  });
  const { width, networks, points } = simulation;
  const legend = wrap(
    `Measured on ${networks} networks of width ${width} at ${points} points of a circle: mean ± half of its 95 % interval; beside it the recursions from the same circle, and z, the difference in standard errors. Finite width moves deep layers by a part of order layer / width, and squared curvature by several times that: enough networks show it. c(a): correlation of two points of the circle that were a apart.`,
    80,
  );
  return `${tables.join('\n')}\n${legend.join('\n')}\n`;
}

function comparisonColumns(name: string, rows: readonly (Comparison | null)[]): TableColumn[] {
  if (rows.every((row) => row === null)) return [];
  return [
    column(name, 0, rows, (row) => measuredText(row?.measured)),
    column('theory', 0, rows, (row) => number(row?.predicted ?? null)),
    column('z', 0, rows, (row) => ((row?.z ?? null) === null ? NOTHING : row!.z!.toFixed(1))),
  ];
}

function measuredText(stat: Comparison['measured'] | undefined): string {
  if (!stat || stat.mean === null) return NOTHING;
  return formatWithError(stat.mean, stat.ci95 === null ? 0 : (stat.ci95[1] - stat.ci95[0]) / 2);
}
