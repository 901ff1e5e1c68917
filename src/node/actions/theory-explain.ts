import { type Explanation, explain, explanations } from '../../theory/index.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { wrap } from '../table.ts';

/** `expressivity theory explain [NAME]` */
export async function theoryExplain(name: string | undefined, given: Given): Promise<void> {
  if (name === undefined) await print(given.json === true ? json({ families: summary() }) : list());
  else await print(given.json === true ? json(explain(name)) : text(explain(name)));
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
    const [first, ...rest] = wrap(entry[field], width);
    return [head.padEnd(label) + first, ...rest.map((line) => ' '.repeat(label) + line)].join('\n');
  });
  return `${entry.name}: ${entry.title}\n\n${paragraphs.join('\n\n')}\n`;
}
