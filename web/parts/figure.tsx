/** A view's data as a table and as files. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Picture } from '../draw/shapes.ts';
import { hidden } from './controls.tsx';
import { csvText, save, savePng, saveSvg, type Table } from './files.ts';

interface Props {
  readonly name: string;
  readonly title: string;
  readonly picture: () => Picture;
  /** The same object while nothing in it changes. */
  readonly table: Table;
  /** What the JSON file holds. */
  readonly document: () => object;
}

export function FigureData({ name, title, picture, table, document: content }: Props) {
  return (
    <>
      {hidden('download') ? null : (
        <p class="downloads">
          Save as{' '}
          <button type="button" onClick={() => saveSvg(name, picture(), title)}>
            SVG
          </button>
          <button type="button" onClick={() => savePng(name, picture())}>
            PNG
          </button>
          <button type="button" onClick={() => save(`${name}.csv`, csvText(table), 'text/csv')}>
            CSV
          </button>
          <button
            type="button"
            onClick={() =>
              save(`${name}.json`, `${JSON.stringify(content(), null, 2)}\n`, 'application/json')
            }
          >
            JSON
          </button>
        </p>
      )}
      {hidden('table') ? null : <Data title={title} table={table} />}
    </>
  );
}

/** The table of the numbers. Thousands of cells are made while it is open alone, and again when they change. */
function Data({ title, table }: Pick<Props, 'title' | 'table'>) {
  const open = useSignal(false);
  const rows = useMemo(() => (open.value ? <Rows {...table} /> : null), [open.value, table]);
  return (
    <details
      class="data"
      onToggle={({ currentTarget }) => {
        open.value = currentTarget.open;
      }}
    >
      <summary>Table of the numbers</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section class="scroll" aria-label={`Table: ${title}`} tabIndex={0}>
        {rows}
      </section>
    </details>
  );
}

function Rows({ columns, rows }: Table) {
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, k) => (
              <td key={columns[k]}>{cell === null ? '–' : cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
