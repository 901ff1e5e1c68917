import { column, NOTHING, number, type TableColumn } from '../../result/table.ts';
import { expectedTransitions, sampledArcTransitions, turningAngles } from '../../theory/index.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import { inOptionWords, readOption, readWidths } from './theory-shape.ts';

/** `expressivity theory transitions` */
export async function theoryTransitions(given: Given): Promise<void> {
  const widths = readWidths(given);
  const angle = readOption(given, 'angle', Math.PI / 2);
  const points = given.points === undefined ? null : readOption(given, 'points', 0);
  const { sampled, turningAngle, ...exact } = await inOptionWords(() => ({
    ...expectedTransitions(widths, angle),
    // An arc about the origin turns by the angle that it subtends, and stands across its tangents.
    turningAngle: turningAngles(widths, { turning: angle, crossAngle: angle }),
    sampled: points === null ? null : sampledArcTransitions(widths, angle, points),
  }));
  const { perLayer, total, regions } = exact;
  const sum = (sampled ?? []).reduce((all, x) => all + x, 0);
  if (given.json === true) {
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
  const met = regions === null ? `${NOTHING} (an angle above π is no segment's)` : regions.toFixed(6);
  await print(`${text}\n\ntotal: ${total.toFixed(6)}\nactivation regions on a segment: ${met}\n`);
}
