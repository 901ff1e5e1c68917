import type { Command } from 'commander';
import { addRunOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  expressivity figure list
  expressivity figure price-growth-depth --out out/price-growth-depth
`;

export function figureCommand(program: Command): void {
  const command = program
    .command('figure')
    .argument('<ID>', 'a figure, or list')
    .description('reproduce a figure of the source papers: run, tabulate, draw')
    .addHelpText('after', EXAMPLES);
  addRunOptions(command).action(async (id, given) => {
    const { figure } = await import('../actions/figure.ts');
    await figure(id, given);
  });
}
