import type { Command } from 'commander';
import { addExperimentOptions, addRunOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  expressivity trajectory --width 784 --endpoints mnist:3,8 --density 0.1,0.5,1 --sigma-w 2 --out runs/digits
  expressivity trajectory --widths 400,200,100 --curve circle --sigma-b 0.1 --until-relative-ci 0.01 --json
`;

export function trajectoryCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('trajectory')
    .argument('[FILE]', 'experiment file (JSON); options override its fields')
    .description(
      'push a curve through randomly drawn networks, measure its image layer by layer, set the theory beside it',
    )
    .addHelpText('after', EXAMPLES);
  addRunOptions(addExperimentOptions(command))
    .option(
      '--save-curve <layers>',
      'with --out: also the curve itself before the activation in these layers of one network, such as 5,10: picture of its principal components, coordinates, all points',
    )
    .option('--save-network <i>', 'number of the network of --save-curve (default: 0)')
    .action(async (file, given) => {
      const { trajectory } = await import('../actions/trajectory.ts');
      await trajectory(file, given, signal);
    });
}
