/** `expressivity report`: the results of a run folder, computed again from its records. */
import type { Command } from 'commander';
import { reportFolder } from './report-folder.ts';

const EXAMPLES = `
Examples:
  expressivity report runs/digits
  expressivity report runs/digits --json | jq '.cells[0].meanGrowth.mean'
`;

export function reportCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('<DIR>', 'run folder')
    .addHelpText('after', EXAMPLES)
    .option('--json', 'print one JSON document instead of the table')
    .option('--networks', 'write networks.npz even if it exceeds 1 GB')
    .option('--quiet', 'do not say which files were written')
    .action((folder, options) =>
      reportFolder(folder, options, signal, () => `expressivity trajectory ${folder} --resume`),
    );
}
