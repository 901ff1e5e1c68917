/** `expressivity theory explain`: what a bound or formula says, and where it comes from. */
import type { Command } from 'commander';
import { type Explanation, explain, explanations } from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { json, print, tableOptions } from '../output.ts';
import { wrap } from '../table.ts';

const EXAMPLES = `
Examples:
  expressivity theory explain
  expressivity theory explain priceTanner
`;

export function theoryExplainCommand(command: Command): void {
  command
    .argument('[NAME]', 'name of a bound, formula or quantity, or a word of a table; without it, all names')
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', EXAMPLES)
    .action((name, options) => theoryExplain(name, options));
}

async function theoryExplain(name: string | undefined, options: CommandOptions): Promise<void> {
  if (name === undefined) await print(options.json === true ? json({ families: summary() }) : list());
  else await print(options.json === true ? json(explain(name)) : text(explain(name)));
}

function summary() {
  return explanations.map(({ family, entries }) => ({
    family,
    entries: entries.map((entry) => ({ name: entry.name, title: entry.title })),
  }));
}

function list(): string {
  const families = summary();
  const longest = Math.max(...families.flatMap(({ entries }) => entries.map((entry) => entry.name.length)));
  const blocks = families.map(({ family, entries }) => {
    const lines = entries.map((entry) => `  ${entry.name.padEnd(longest)}  ${entry.title}\n`);
    return `${family}\n${lines.join('')}`;
  });
  return `${blocks.join('\n')}\nexpressivity theory explain NAME says more about one of them.\n`;
}

const LABELS = [
  ['states', 'statement'],
  ['assumes', 'assumptions'],
  ['source', 'source'],
  ['loose', 'loose'],
] as const;

function text(entry: Explanation): string {
  const label = 9;
  const width = Math.max(40, Math.min(tableOptions().width ?? 100, 100) - label);
  const paragraphs = LABELS.map(([head, field]) => {
    const [first, ...following] = wrap(entry[field], width);
    return [head.padEnd(label) + first, ...following.map((line) => ' '.repeat(label) + line)].join('\n');
  });
  return `${entry.name}: ${entry.title}\n\n${paragraphs.join('\n\n')}\n`;
}
