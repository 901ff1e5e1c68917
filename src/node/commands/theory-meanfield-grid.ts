/** `expressivity theory meanfield` over a grid of deviations: a phase diagram as table, CSV and picture. */
import { csvFormat } from 'd3-dsv';
import { drawPicture } from '../../draw/picture/index.ts';
import { echo, InputError, parseNumberList } from '../../experiment/index.ts';
import { phasePicture } from '../../figures/phase-picture.ts';
import { column, NOTHING, number } from '../../result/table.ts';
import { type PhasePoint, phaseDiagram } from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { deliver } from '../deliver.ts';
import { interruptible } from '../interrupt.ts';
import { optionName } from '../option-words.ts';
import { json, tableOptions } from '../output.ts';
import { withPngs } from '../picture-files.ts';
import { svgDocument } from '../svg.ts';
import { columnsTable } from '../table.ts';
import { checkFolder, writeFiles } from '../write.ts';
import { inOptionWords } from './theory-options.ts';

const MOST_POINTS = 100_000;
const FILES = ['result.json', 'result.csv', 'phase-diagram.svg', 'phase-diagram.png'];

/** Prints the grid, and writes it where `--out` is given. */
export async function meanFieldGrid(
  options: CommandOptions,
  law: { readonly activation: string; readonly density: number; readonly dropout: number },
  defaults: { readonly sigmaW: number; readonly sigmaB: number },
  signal: AbortSignal,
): Promise<void> {
  const axes = {
    sigmaW: readAxis(options, 'sigmaW', defaults.sigmaW),
    sigmaB: readAxis(options, 'sigmaB', defaults.sigmaB),
  };
  const points = axes.sigmaW.length * axes.sigmaB.length;
  if (points > MOST_POINTS)
    throw new InputError('--sigma-w', 'a grid of at most 100,000 points', String(points));
  const out = typeof options.out === 'string' ? options.out : null;
  if (out !== null) await checkFolder(out, FILES);
  const { activation, density, dropout } = law;
  const rows = await inOptionWords(() => phaseDiagram(activation, { ...axes, density, dropout }));
  // With dropout every point says so.
  const grid = rows.flat().map((point) => (dropout === 0 ? point : { ...point, dropout }));
  const written = await deliver({
    out,
    write: async (folder) => {
      const sparse = density === 1 ? '' : ` of density ${density}`;
      const dropped = dropout === 0 ? '' : `, dropout ${dropout}`;
      const title = `Mean field of ${activation} networks${sparse}${dropped}`;
      const picture = await interruptible(() => phasePicture(title, { ...law, ...axes, rows }));
      const files = {
        'result.json': json({ grid }),
        'result.csv': `${csvFormat(grid)}\n`,
        'phase-diagram.svg': drawPicture(picture, { document: svgDocument() }),
      };
      return writeFiles(folder, await withPngs(files, signal), signal);
    },
    text: async () => (options.json === true ? json({ grid }) : gridTable(grid)),
    signal,
  });
  if (out !== null) process.stderr.write(`wrote ${written.join(', ')}\n`);
}

/** The values of an axis, ascending. @throws InputError */
function readAxis(options: CommandOptions, name: 'sigmaW' | 'sigmaB', fallback: number): number[] {
  if (options[name] === undefined) return [fallback];
  const text = String(options[name]);
  const refusal = (reason: string) =>
    new InputError(optionName(name), 'numbers or ranges such as 1:4:0.1', `${echo(text)} (${reason})`);
  let values: number[];
  try {
    values = parseNumberList(text).sort((a, b) => a - b);
  } catch (error) {
    throw refusal((error as Error).message);
  }
  const again = values.find((value, i) => value === values[i - 1]);
  if (again !== undefined) throw refusal(`${again} stands there twice`);
  return values;
}

function gridTable(grid: readonly PhasePoint[]): string {
  const columns = [
    column('σ_w', 0, grid, ({ sigmaW }) => String(sigmaW)),
    column('σ_b', 0, grid, ({ sigmaB }) => String(sigmaB)),
    column('q*', 0, grid, ({ qStar }) => number(qStar)),
    column('chi1', 0, grid, ({ chi1 }) => number(chi1)),
    column('c*', 0, grid, ({ cStar }) => number(cStar)),
    column('xi_q', 0, grid, ({ xiQ }) => number(xiQ)),
    column('xi_c', 0, grid, ({ xiC }) => number(xiC)),
    column('phase', 0, grid, ({ phase }) => phase ?? NOTHING, 'left'),
  ];
  const missing = grid.some((point) => Object.values(point).includes(null));
  const legend = missing ? `\n${NOTHING}: infinite, not unique, or does not exist.\n` : '';
  return `${columnsTable(columns, tableOptions()).split('\n\n')[0]!}\n${legend}`;
}
