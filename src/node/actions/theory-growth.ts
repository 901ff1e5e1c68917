import type { Curve } from '../../curve/index.ts';
import type { PlannedCell } from '../../ensemble/plan.ts';
import { type Experiment, echo, requireOneCell } from '../../experiment/index.ts';
import { theoryColumns } from '../../result/theory-table.ts';
import { lengthVariation, networksFor } from '../../theory/growth-variance.ts';
import { growthTheory, typicalGrowth } from '../../theory/index.ts';
import { scalingLaw } from '../../theory/scaling-law.ts';
import { interruptible } from '../interrupt.ts';
import { hasRandomEndpoints, refuseWithout } from '../no-effect.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { preparePlan } from '../plan.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { columnsTable } from '../table.ts';

/** `expressivity theory growth [FILE]` */
export async function theoryGrowth(file: string | undefined, given: Given): Promise<void> {
  const experiment = await readExperiment(file, given);
  if (!hasRandomEndpoints(experiment))
    refuseWithout(given, ['seed'], 'random --endpoints', echo(experiment.endpoints));
  try {
    await printTheory(experiment, given.json === true);
  } catch (error) {
    throw inUsersWords(error, given, file);
  }
}

async function printTheory(experiment: Experiment, asJson: boolean): Promise<void> {
  requireOneCell(experiment);
  // The endpoints say what the input is; it is not sampled, so that no number of points is too many.
  const { cells, runs } = await preparePlan({ ...experiment, points: 2 });
  const text = await interruptible(() => {
    const layers = theoryLayers(cells[0]!, runs[cells[0]!.run]!.subject.curve);
    const table = () => columnsTable(theoryColumns(layers), { width: 100, ...tableOptions() });
    return asJson ? json({ layers }) : `${table()}${needed(layers.at(-1)!.networksNeeded)}`;
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

/** The relative standard error that `networksNeeded` is given for. */
const RELATIVE_ERROR = 0.05;

function root(square: number | null): number | null {
  return square === null ? null : Math.sqrt(square);
}

function needed(networks: number | null): string {
  if (networks === null) return '';
  const count = networks.toLocaleString('en-US');
  return `For a standard error of 5 % of the mean length in the last layer: ${count} network${networks === 1 ? '' : 's'} at most.\n`;
}
