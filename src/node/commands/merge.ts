/** `expressivity merge`: the results of a planned run once all shards are done. */
import type { Command } from 'commander';
import { reportFolder } from './report-folder.ts';
import { statusOf } from './status.ts';

const EXAMPLES = `
Examples:
  expressivity merge runs/density
  expressivity merge runs/density --json >density.json
`;

export function mergeCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('<DIR>', 'folder that expressivity plan has made')
    .addHelpText('after', EXAMPLES)
    .option('--json', 'print one JSON document instead of the table')
    .option('--networks', 'write networks.npz even if it exceeds 1 GB')
    .option('--quiet', 'do not say which files were written')
    .action((folder, options) =>
      reportFolder(folder, options, signal, ({ plan, run, planned }) => {
        const { missing } = statusOf(plan, run, planned.shards ?? 1);
        return missing === '' ? 'more than --max-networks' : `shards ${missing} are missing`;
      }),
    );
}
