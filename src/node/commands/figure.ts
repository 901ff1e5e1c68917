import type { Command } from 'commander';
import { addRunOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  expressivity figure price-growth-depth --out out/price-growth-depth
  expressivity figure all --out out/figures   (every figure, and a page index.html)

expressivity figure list names the figures. Files: ID.svg, ID.png, ID.csv and ID.json. Exit code 1 if a check fails.
`;

export function figureCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('figure')
    .argument('<ID>', 'a figure, all, or list')
    .description('reproduce a figure of the source papers: run, draw, judge against theory')
    .option('--quick', 'a minute or so on two cores, the default')
    .option('--full', 'the sizes of the paper, where they are known')
    .option('--test', 'seconds: small networks, wide intervals')
    .option('--seed <n>', 'seed of all randomness, 0 … 2^53-1 (default: 0)')
    .option('--width <page|column>', 'lay out for 7 in or for a column of 3.3 in (default: page)')
    .option('--pixels <n>', 'width of the PNG (default: 300 to the inch)')
    .option('--from <file>', 'draw again from ID.json, or from the folder that holds it, without a run')
    .addHelpText('after', EXAMPLES);
  addRunOptions(command).action(async (id, given) => {
    const { figure } = await import('../actions/figure.ts');
    await figure(id, given, signal);
  });
}
