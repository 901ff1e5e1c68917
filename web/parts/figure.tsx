/** A view's data as a table and as files. */
import type { Picture } from '../draw/shapes.ts';
import { hidden } from './controls.tsx';
import { csvText, save, savePng, saveSvg, type Table } from './files.ts';

interface Props {
  readonly name: string;
  readonly title: string;
  readonly picture: () => Picture;
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
      {hidden('table') ? null : (
        <details class="data">
          <summary>Table of the numbers</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
          <section class="scroll" aria-label={`Table: ${title}`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map((row, i) => (
                  <tr key={i}>
                    {row.map((cell, k) => (
                      <td key={table.columns[k]}>{cell === null ? '–' : cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </>
  );
}
