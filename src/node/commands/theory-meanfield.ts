import type { Command } from 'commander';
import { ACTIVATION_SYNTAX } from '../../network/index.ts';

const EXAMPLES = `
Examples:
  expressivity theory meanfield --activation tanh --sigma-w 2.5 --sigma-b 0.3 --depth 5 --simulate --width 200
  expressivity theory meanfield --activation tanh --critical --sigma-b 0.3 --json
`;

export function theoryMeanfieldCommand(theory: Command, signal: AbortSignal): void {
  theory
    .command('meanfield')
    .description('wide networks: fixed points of length and correlation, depth scales, phase, curvature')
    .option('--activation <name>', `${ACTIVATION_SYNTAX} (default: relu)`)
    .option(
      '--sigma-w <s>',
      'standard deviation of a kept weight times the root of the fan-in (default: 1.4142135623730951)',
    )
    .option('--sigma-b <s>', 'standard deviation of a bias (default: 0)')
    .option('--density <a>', 'probability that a weight is kept, in [0, 1] (default: 1)')
    .option('--depth <n>', 'number of layers of the curvature table (default: 10)')
    .option('--at-q <q>', 'also the length map at this q')
    .option('--at-c <c>', 'also the correlation map at this correlation')
    .option('--critical', 'only the sigma-w of the edge of chaos at --sigma-b')
    .option('--simulate', 'also measure the same on drawn networks and compare: a circle through wide layers')
    .option('--width <n>', 'of --simulate: width of every layer and of the input (default: 1000)')
    .option('--networks <n>', 'of --simulate: number of networks (default: 20)')
    .option('--points <n>', 'of --simulate: samples of the circle, best 48 m + 1 (default: 49)')
    .option('--seed <n>', 'of --simulate: seed of all randomness (default: 0)')
    .option('--threads <n>', "of --simulate: worker threads (default: the machine's)")
    .option('--kernels <name>', 'of --simulate: build of the kernels (default: auto)')
    .option('--quiet', 'of --simulate: show no progress')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', EXAMPLES)
    .action(async (given) => {
      const { theoryMeanfield } = await import('../actions/theory-meanfield.ts');
      await theoryMeanfield(given, signal);
    });
}
