/** `networks.npz`: every number of every network, under the names of the document. */
import { growthColumn, lengthColumn, measureColumn, ratioColumn } from '../ensemble/columns.ts';
import { type RecordLayers, rescaled } from '../ensemble/index.ts';
import type { ScaledColumn } from '../ensemble/types.ts';
import { entriesOf, MEASURE_NAMES } from '../experiment/measures.ts';
import { ln } from '../numeric/functions.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { npzStream, type StreamedArray } from './files/npz-stream.ts';
import type { RecordedRun } from './records/recorded-run.ts';

const NETWORKS_FILE = 'networks.npz';

/** A larger file is written only when it is asked for. */
const MOST_UNASKED = 1e9;
/** Numbers that are read at once. */
const CHUNK = 1 << 18;

/** A quantity of a cell: `entries` numbers for each network and layer. */
interface Quantity {
  readonly name: string;
  readonly entries: number;
  readonly column: (record: RecordLayers, layer: number, entry: number) => ScaledColumn;
}

/** The file under its name; nothing where it is large and nobody asked. `counts`: networks of each run. */
export function networksContent(
  run: RecordedRun,
  counts: readonly number[],
  asked: boolean,
): Readonly<Record<string, Iterable<Uint8Array>>> {
  const bytes = run.plan.cells.reduce((sum, cell) => {
    const { networks, depth } = layersOfCell(run, cell.run, 0, counts[cell.run]!);
    const numbers = quantitiesOf(run, cell).reduce((all, { entries }) => all + entries, 0);
    return sum + 8 * networks * depth * numbers;
  }, 0);
  return bytes > MOST_UNASKED && !asked ? {} : { [NETWORKS_FILE]: npzStream(arrays(run, counts)) };
}

type Cell = RecordedRun['plan']['cells'][number];

const layersOfCell = (run: RecordedRun, index: number, first: number, networks: number) =>
  run.layers({ run: index, first, networks });

function quantitiesOf(run: RecordedRun, { run: index, input }: Cell): Quantity[] {
  const { measures } = layersOfCell(run, index, 0, 1);
  const one = (name: string, column: Quantity['column']): Quantity => ({ name, entries: 1, column });
  return [
    one('length', (record, layer) => lengthColumn(record, layer, 'length')),
    one('preLength', (record, layer) => lengthColumn(record, layer, 'preLength')),
    one('ratio', (record, layer) => ratioColumn(record, layer, input.length)),
    one('growth', (record, layer) => growthColumn(record, layer, input.length)),
    ...MEASURE_NAMES.filter((name) => measures.includes(name)).map((name) => ({
      name,
      entries: entriesOf(name),
      column: (record: RecordLayers, layer: number, entry: number) =>
        measureColumn(record, layer, name, entry)!,
    })),
  ];
}

function* arrays(run: RecordedRun, counts: readonly number[]): Generator<StreamedArray> {
  for (const [c, cell] of run.plan.cells.entries())
    for (const { name, entries, column } of quantitiesOf(run, cell)) {
      const networks = counts[cell.run]!;
      const { depth } = layersOfCell(run, cell.run, 0, 1);
      const shape = entries === 1 ? [networks, depth] : [networks, depth, entries];
      const pieces = (number: (m: number, e: number) => number) =>
        function* () {
          const size = Math.max(1, Math.floor(CHUNK / (depth * entries)));
          for (let first = 0; first < networks; first += size) {
            const count = Math.min(size, networks - first);
            const record = rescaled(layersOfCell(run, cell.run, first, count), cell.sigma);
            const values = new Float64Array(count * depth * entries);
            for (let l = 0; l < depth; l++)
              for (let j = 0; j < entries; j++) {
                const { mantissa, exponent } = column(record, l + 1, j);
                for (let i = 0; i < count; i++)
                  values[(i * depth + l) * entries + j] = number(mantissa[i]!, exponent[i]!);
              }
            yield values;
          }
        };
      const array = `c${c}_${name}`;
      yield { name: array, shape, pieces: pieces(asDouble) };
      if (someFar(pieces(isFar))) yield { name: `${array}_log`, shape, pieces: pieces(logarithm) };
    }
}

/** Powers of two of normal doubles. */
const [LEAST, MOST] = [-1022, 1023];

function isFar(m: number, e: number): number {
  if (m === 0 || Number.isNaN(m)) return 0;
  const power = e + exponentOf(m);
  return power < LEAST || power > MOST ? 1 : 0;
}

/** NaN where the number is not defined or leaves the range of a double. */
const asDouble = (m: number, e: number): number => (isFar(m, e) === 1 ? Number.NaN : ldexp(m, e));

/** NaN where the number is not positive. */
function logarithm(m: number, e: number): number {
  if (!(m > 0)) return Number.NaN;
  const own = exponentOf(m);
  return ln(ldexp(m, -own)) + (e + own) * Math.LN2;
}

function someFar(pieces: () => Iterable<Float64Array>): boolean {
  for (const piece of pieces()) if (piece.includes(1)) return true;
  return false;
}
