import Table from 'cli-table3';
import { expandCells, InputError, withInputDim } from '../../experiment/index.ts';
import { type GrowthTheory, growthTheory, raghuScalingLaw } from '../../theory/index.ts';
import { readExperiment } from '../options.ts';
import { preparePlan } from '../run.ts';
import { json } from '../write.ts';
import { type Given, print } from './context.ts';

/** `expressivity theory growth [FILE]` */
export async function theoryGrowth(file: string | undefined, given: Given): Promise<void> {
  const experiment = await readExperiment(file, given);
  const plans = expandCells(experiment);
  if (plans.length !== 1) {
    throw new InputError(`theory growth: expected one network, got a sweep of ${plans.length}`);
  }
  const { cells } = await preparePlan(experiment);
  const { input } = cells[0]!;
  const spec = withInputDim(plans[0]!, input.dim);
  const layers = growthTheory(spec, input).map((entry) => ({
    ...entry,
    scalingLaw: raghuScalingLaw(spec, entry.layer),
  }));
  await print(given.json === true ? json({ layers }) : table(layers));
}

type Row = { layer: number; ratio: GrowthTheory; growth: GrowthTheory; scalingLaw: number | null };

function table(layers: readonly Row[]): string {
  const columns = ['priceTanner', 'lower', 'exact', 'approximate', 'upper'] as const;
  const heads = {
    priceTanner: 'Price–Tanner',
    lower: 'lower',
    exact: 'exact',
    approximate: 'approx.',
    upper: 'upper',
  };
  const show = (x: number | null) => (x === null ? '–' : x.toPrecision(5));
  const out = new Table({
    head: [
      'layer',
      ...columns.map((c) => `growth: ${heads[c]}`),
      'scaling law',
      ...columns.map((c) => `ratio: ${heads[c]}`),
    ],
    style: { head: [], border: [], compact: true },
    colAligns: new Array(12).fill('right'),
  });
  for (const { layer, ratio, growth, scalingLaw } of layers) {
    out.push([
      String(layer),
      ...columns.map((c) => show(growth[c])),
      show(scalingLaw),
      ...columns.map((c) => show(ratio[c])),
    ]);
  }
  return `${out.toString()}
growth: expected length of layer l over that of layer l-1. ratio: over the input's. Price–Tanner, lower ≤ expectation ≤ upper;
approx.: large-width expansion, no bound; scaling law: base of Raghu et al. (2017), Theorem 3, no bound. –: not known to hold here.
`;
}
