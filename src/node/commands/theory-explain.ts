import type { Command } from 'commander';

const EXAMPLES = `
Examples:
  expressivity theory explain
  expressivity theory explain priceTanner
`;

export function theoryExplainCommand(theory: Command): void {
  theory
    .command('explain')
    .description('what a bound or formula says, assumes, where it comes from, where it is loose')
    .argument('[NAME]', 'name of a bound or formula; without it, all names')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', EXAMPLES)
    .action(async (name, given) => {
      const { theoryExplain } = await import('../actions/theory-explain.ts');
      await theoryExplain(name, given);
    });
}
