import type { Command } from 'commander';
import { addFieldOptions, SUBJECT_FIELDS } from '../options.ts';

const EXAMPLES = `
Examples:
  expressivity regions --width 20 --depth 4 --input-dim 2 --sigma-b 0.5 --slice --window 3 --out regions/slice
  expressivity regions --widths 50,50 --endpoints mnist:3,8 --network 7 --json
  expressivity regions --activation tanh --sigma-w 4 --sigma-b 0.3 --curve circle --boundary
`;

export function regionsCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('regions')
    .argument('[FILE]', 'experiment file (JSON); options override its fields')
    .description(
      'one network, exactly: its linear and activation regions on a line or in a plane, or its decision boundary',
    )
    .addHelpText('after', EXAMPLES);
  addFieldOptions(command, SUBJECT_FIELDS)
    .option('--network <n>', 'number of the network that is drawn (default: 0)')
    .option('--network-file <file>', 'a network with given weights (.npz or .json) instead of a drawn one')
    .option('--segment', 'along the line or polyline through the endpoints; this is what it does by default')
    .option('--slice', 'in the plane of two endpoints and the origin, or of three endpoints')
    .option(
      '--window <x0,x1,y0,y1>',
      'with --slice: part of the plane, or a for -a,a,-a,a (default: around the endpoints)',
    )
    .option(
      '--boundary',
      'curvatures of the decision boundary in every layer, where the curve crosses it; smooth activations',
    )
    .option('--points <n>', 'with --boundary: samples between which the curve is searched (default: 1000)')
    .option('--crossings <n>', 'with --boundary: number of points of the boundary (default: 10)')
    .option(
      '--readout <b,…>',
      'with --boundary: a number for every neuron of the last layer (default: a random unit vector)',
    )
    .option('--out <dir>', 'write the results into this folder')
    .option('--json', 'print one JSON document instead of the table')
    .option('--quiet', 'no progress on standard error')
    .action(async (file, given) => {
      const { regions } = await import('../actions/regions.ts');
      await regions(file, given, signal);
    });
}
