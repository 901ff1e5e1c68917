import type { Command } from 'commander';

const EXAMPLES = `
Examples:
  expressivity theory regions --input-dim 2 --widths 8,8
  expressivity theory regions --input-dim 784 --widths 400,200,100 --json
`;

export function theoryRegionsCommand(theory: Command): void {
  theory
    .command('regions')
    .description('how many linear regions a ReLU network can have: exact integers, lower and upper bounds')
    .option('--input-dim <n>', 'input dimension (default: the width of the first layer)')
    .option('--widths <n,…>', 'widths of the hidden layers, one by one')
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES)
    .action(async (given) => {
      const { theoryRegions } = await import('../actions/theory-regions.ts');
      await theoryRegions(given);
    });
}
