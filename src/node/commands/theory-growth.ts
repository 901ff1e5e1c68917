/** `expressivity theory growth`: bounds, exact values and asymptotics of growth, without sampling. */
import type { Command } from 'commander';
import type { Curve } from '../../curve/index.ts';
import type { PlannedCell } from '../../ensemble/plan.ts';
import { type Experiment, echo, requireOneCell } from '../../experiment/index.ts';
import { theoryColumns } from '../../result/theory-table.ts';
import { lengthVariation, networksFor } from '../../theory/growth-variance.ts';
import { growthTheory, typicalGrowth } from '../../theory/index.ts';
import { scalingLaw } from '../../theory/scaling-law.ts';
import type { CommandOptions } from '../command-options.ts';
import { interruptible } from '../interrupt.ts';
import { hasRandomEndpoints, refuseWithout } from '../no-effect.ts';
import { addFieldOptions, SUBJECT_FIELDS } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { preparePlan } from '../plan.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { columnsTable } from '../table.ts';
import { termsHelp } from '../terms.ts';
import { initNote } from './result-notes.ts';

const EXAMPLES = `
Examples:
  expressivity theory growth --width 784 --depth 10 --density 0.1 --sigma-w 2 --json
  expressivity theory growth --widths 400,200,100 --activation leaky-relu:0.1
`;

export function theoryGrowthCommand(command: Command): void {
  command
    .argument('[FILE]', 'experiment file (JSON); options override its fields')
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES + termsHelp('ratio', 'growth', 'Price–Tanner'));
  addFieldOptions(command, SUBJECT_FIELDS).action((file, options) => theoryGrowth(file, options));
}

async function theoryGrowth(file: string | undefined, options: CommandOptions): Promise<void> {
  const experiment = await readExperiment(file, options);
  if (!hasRandomEndpoints(experiment))
    refuseWithout(options, ['seed'], 'random --endpoints', echo(experiment.endpoints));
  try {
    await printTheory(experiment, options);
  } catch (error) {
    throw inUsersWords(error, options, file);
  }
}

async function printTheory(experiment: Experiment, options: CommandOptions): Promise<void> {
  requireOneCell(experiment);
  // Theory needs the endpoints only. Two points, so that the number of points is never refused.
  const { cells, runs } = await preparePlan({ ...experiment, points: 2 });
  const text = await interruptible(() => {
    const layers = theoryLayers(cells[0]!, runs[cells[0]!.run]!.subject.curve);
    const table = () => columnsTable(theoryColumns(layers), { width: 100, ...tableOptions() });
    return options.json === true
      ? json({ layers })
      : `${table()}${initNote(options)}${needed(layers.at(-1)!.networksNeeded)}`;
  });
  await print(text);
}

function theoryLayers({ network, input }: PlannedCell, curve: Curve) {
  const typical = typicalGrowth(network);
  const variation = lengthVariation(network);
  return growthTheory(network, { ...input, curve }).map(({ layer, ratio, growth }, i) => ({
    layer,
    ratio,
    growth,
    scalingLaw: scalingLaw(network, layer),
    typical: { ratio: typical[i]!.ratio, growth: typical[i]!.growth },
    variation: { shortSegment: root(variation[i]!.shortSegment), upper: root(variation[i]!.upper) },
    networksNeeded: networksFor(variation[i]!, RELATIVE_ERROR),
  }));
}

/** The relative standard error that `networksNeeded` networks have. */
const RELATIVE_ERROR = 0.05;

function root(square: number | null): number | null {
  return square === null ? null : Math.sqrt(square);
}

function needed(networks: number | null): string {
  if (networks === null) return '';
  const count = networks.toLocaleString('en-US');
  return `For a standard error of 5 % of the mean length in the last layer: ${count} network${networks === 1 ? '' : 's'} at most.\n`;
}
