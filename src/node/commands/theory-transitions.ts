/** `expressivity theory transitions`: expected transitions along a curve. */
import type { Command } from 'commander';
import { column, NOTHING, number, type TableColumn } from '../../result/table.ts';
import { expectedTransitions, sampledArcTransitions, turningAngles } from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { json, print, tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import { termsHelp } from '../terms.ts';
import { inOptionWords, readOption, readWidths } from './theory-options.ts';

const EXAMPLES = `
Examples:
  expressivity theory transitions --widths 50,20,10 --angle 1.5707963267948966
  expressivity theory transitions --widths 16,16,16,16 --json
`;

export function theoryTransitionsCommand(command: Command): void {
  command
    .option('--widths <n,…>', 'widths of the hidden layers, one by one')
    .option(
      '--angle <radians>',
      'angle that the curve subtends at the origin (default: π/2, a line between orthonormal points)',
    )
    .option(
      '--points <n>',
      'also, for an arc in wide layers, the transitions that n evenly spaced samples show, and the turning angle',
    )
    .option('--json', 'print one JSON document instead of the table')
    .addHelpText('after', EXAMPLES + termsHelp('transitions', 'regions'))
    .action((options) => theoryTransitions(options));
}

async function theoryTransitions(options: CommandOptions): Promise<void> {
  const widths = readWidths(options);
  const angle = readOption(options, 'angle', Math.PI / 2);
  const points = options.points === undefined ? null : readOption(options, 'points', 0);
  const { sampled, turningAngle, ...exact } = await inOptionWords(() => ({
    ...expectedTransitions(widths, angle),
    // An arc about the origin turns by the angle that it subtends, and stands across its tangents.
    turningAngle: turningAngles(widths, { turning: angle, crossAngle: angle }),
    sampled: points === null ? null : sampledArcTransitions(widths, angle, points),
  }));
  const { perLayer, total, regions } = exact;
  const sum = (sampled ?? []).reduce((all, x) => all + x, 0);
  if (options.json === true) {
    const beside =
      sampled === null ? {} : { sampled: { points, perLayer: sampled, total: sum }, turningAngle };
    await print(json({ perLayer, total, regions, ...beside }));
    return;
  }
  const rows = perLayer.map((expected, i) => ({
    ...{ layer: i + 1, width: widths[i]!, expected, turning: turningAngle[i]! },
    seen: sampled?.[i] ?? null,
  }));
  const columns: TableColumn[] = [
    column('layer', 0, rows, ({ layer }) => String(layer)),
    column('width', 0, rows, ({ width }) => String(width)),
    column('expected transitions', 0, rows, ({ expected }) => expected.toFixed(6)),
    ...(sampled === null
      ? []
      : [
          column(`at ${points} points`, 0, rows, ({ seen }) => `≈ ${number(seen)}`),
          column('turning angle', 0, rows, ({ turning }) => `≈ ${number(turning)}`),
        ]),
  ];
  const text = columnsTable(columns, { width: 100, ...tableOptions() }).trimEnd();
  const regionCount = regions === null ? `${NOTHING} (an angle above π is no segment's)` : regions.toFixed(6);
  await print(`${text}\n\ntotal: ${total.toFixed(6)}\nactivation regions on a segment: ${regionCount}\n`);
}
