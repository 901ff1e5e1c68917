import type { Command } from 'commander';

const EXAMPLES = `
Examples:
  expressivity theory transitions --widths 50,20,10 --angle 1.5707963267948966
  expressivity theory transitions --widths 16,16,16,16 --json
`;

export function theoryTransitionsCommand(theory: Command): void {
  theory
    .command('transitions')
    .description('exact expected transitions along a curve, dense Gaussian ReLU networks without biases')
    .option('--widths <n,…>', 'widths of the hidden layers, one by one')
    .option(
      '--angle <radians>',
      'angle that the curve subtends at the origin (default: π/2, a line between orthonormal points)',
    )
    .option(
      '--points <n>',
      'also, for an arc in wide layers, what so many evenly spaced samples show, and the turning angle',
    )
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES)
    .action(async (given) => {
      const { theoryTransitions } = await import('../actions/theory-transitions.ts');
      await theoryTransitions(given);
    });
}
