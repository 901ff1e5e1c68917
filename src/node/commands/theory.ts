import type { Command } from 'commander';
import { addFieldOptions, SUBJECT_FIELDS } from '../options.ts';
import { theoryExplainCommand } from './theory-explain.ts';
import { theoryMeanfieldCommand } from './theory-meanfield.ts';
import { theoryRegionsCommand } from './theory-regions.ts';
import { theoryTransitionsCommand } from './theory-transitions.ts';

const EXAMPLES = `
Examples:
  expressivity theory growth --width 784 --depth 10 --density 0.1 --sigma-w 2 --json
  expressivity theory growth --widths 400,200,100 --activation leaky-relu:0.1
`;

export function theoryCommand(program: Command, signal: AbortSignal): void {
  const theory = program.command('theory').description('the same questions answered without sampling');
  const growth = theory
    .command('growth')
    .description('expected growth of trajectory length: bounds, exact values, asymptotics')
    .argument('[FILE]', 'experiment file (JSON); options override its fields')
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES);
  addFieldOptions(growth, SUBJECT_FIELDS).action(async (file, given) => {
    const { theoryGrowth } = await import('../actions/theory-growth.ts');
    await theoryGrowth(file, given);
  });
  theoryTransitionsCommand(theory);
  theoryMeanfieldCommand(theory, signal);
  theoryRegionsCommand(theory);
  theoryExplainCommand(theory);
}
