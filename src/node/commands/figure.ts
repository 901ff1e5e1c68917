import type { Command } from 'commander';
import { addRunOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  expressivity figure price-growth-depth --out out/price-growth-depth
  expressivity figure price-growth-depth --networks 10 --points 20   (a quick look)

expressivity figure list names the figures.
`;

export function figureCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('figure')
    .argument('<ID>', 'a figure, or list')
    .description('reproduce a figure of the source papers: run, tabulate, draw')
    .option('--networks <n>', "number of networks, for a quick look (default: the figure's)")
    .option('--points <n>', "number of points on the curve, for a quick look (default: the figure's)")
    .addHelpText('after', EXAMPLES);
  addRunOptions(command).action(async (id, given) => {
    const { figure } = await import('../actions/figure.ts');
    await figure(id, given, signal);
  });
}
