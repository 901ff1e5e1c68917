/** `expressivity theory regions`: bounds on the number of linear regions. */
import type { Command } from 'commander';
import { column, NOTHING, type TableColumn } from '../../result/table.ts';
import { type RegionBounds, regionBounds } from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { json, print, tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import { inOptionWords, readOption, readWidths } from './theory-options.ts';

const EXAMPLES = `
Examples:
  expressivity theory regions --input-dim 2 --widths 8,8
  expressivity theory regions --input-dim 784 --widths 400,200,100 --json
`;

export function theoryRegionsCommand(command: Command): void {
  command
    .option('--input-dim <n>', 'input dimension (default: the width of the first layer)')
    .option('--widths <n,…>', 'widths of the hidden layers, one by one')
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES)
    .action((options) => theoryRegions(options));
}

const MEANING: Readonly<Record<keyof RegionBounds, string>> = {
  zaslavsky: 'exact, one layer in general position',
  pascanu2013Lower: 'lower bound for the best weights',
  montufar2014Lower: 'lower bound for the best weights',
  serra2018Lower: 'lower bound for the best weights',
  montufar2017Upper: 'upper bound for all weights',
  serra2018Upper: 'upper bound for all weights',
  trivialUpper: 'upper bound for all weights',
};
/** Longer integers are cut in the table; JSON has all digits. */
const MOST_DIGITS = 30;

async function theoryRegions(options: CommandOptions): Promise<void> {
  const widths = readWidths(options);
  const inputDim = readOption(options, 'inputDim', widths[0]!);
  const names = Object.keys(MEANING) as (keyof RegionBounds)[];
  const texts = await inOptionWords(() => {
    const bounds = regionBounds(inputDim, widths);
    return names.map((name) => [name, bounds[name]?.toString() ?? null] as const);
  });
  if (options.json === true) await print(json(Object.fromEntries(texts)));
  else await print(table(texts));
}

function table(rows: readonly (readonly [keyof RegionBounds, string | null])[]): string {
  const columns: TableColumn[] = [
    column('formula', 0, rows, ([name]) => name, 'left'),
    column('regions', 0, rows, ([, digits]) => (digits === null ? NOTHING : shortened(digits))),
    column('meaning', 1, rows, ([name]) => MEANING[name], 'left'),
  ];
  const cut = rows.some(([, digits]) => (digits?.length ?? 0) > MOST_DIGITS);
  const note = cut ? '\n\nLong integers are cut after four digits; --json prints all of them.' : '';
  return `${columnsTable(columns, { width: 100, ...tableOptions() }).trimEnd()}${note}\n`;
}

function shortened(digits: string): string {
  if (digits.length <= MOST_DIGITS) return digits;
  return `${digits[0]}.${digits.slice(1, 4)}e${digits.length - 1}`;
}
