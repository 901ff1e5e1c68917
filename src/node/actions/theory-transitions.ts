import { column, NOTHING, type TableColumn } from '../../report/table.ts';
import { expectedTransitions } from '../../theory/index.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import { inOptionWords, readOption, readWidths } from './theory-shape.ts';

/** `expressivity theory transitions` */
export async function theoryTransitions(given: Given): Promise<void> {
  const widths = readWidths(given);
  const angle = readOption(given, 'angle', Math.PI / 2);
  const { perLayer, total, regions } = inOptionWords(() => expectedTransitions(widths, angle));
  if (given.json === true) {
    await print(json({ perLayer, total, regions }));
    return;
  }
  const rows = perLayer.map((expected, i) => ({ layer: i + 1, width: widths[i]!, expected }));
  const columns: TableColumn[] = [
    column('layer', 0, rows, ({ layer }) => String(layer)),
    column('width', 0, rows, ({ width }) => String(width)),
    column('expected transitions', 0, rows, ({ expected }) => expected.toFixed(6)),
  ];
  const text = columnsTable(columns, { width: 100, ...tableOptions() }).trimEnd();
  const met = regions === null ? `${NOTHING} (an angle above π is no segment's)` : regions.toFixed(6);
  await print(`${text}\n\ntotal: ${total.toFixed(6)}\nactivation regions on a segment: ${met}\n`);
}
