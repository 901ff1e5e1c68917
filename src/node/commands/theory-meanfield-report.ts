/** Text output of `expressivity theory meanfield`. */
import { cut } from '../../experiment/index.ts';
import { column, NOTHING, number, type TableColumn } from '../../result/table.ts';
import type { CurvatureLayer, EdgeOfChaos, MeanField } from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';

/** Values at --at-q and --at-c. */
export interface Maps {
  readonly lengthMap?: number;
  readonly correlationMap?: number | null;
}

export type MeanFieldAnswer = MeanField & Maps & { readonly layers: readonly CurvatureLayer[] };

/** Quantities of deep layers, and the table of the layers. */
export function meanFieldReport(answer: MeanFieldAnswer, options: CommandOptions): string {
  const { qStar, chi1, chi2, cStar, slopeAtCStar, lengthMapSlope, xiQ, xiC, phase, layers } = answer;
  const lines = [
    `${'phase'.padEnd(NAME)}${(phase ?? NOTHING).padStart(VALUE)}`,
    quantity('q*', qStar, 'mean square of the pre-activations in deep layers'),
    quantity(
      'chi1',
      chi1,
      `growth of a squared tangent per layer${options.dropout === undefined ? ', slope of the correlation map at 1' : ''}`,
    ),
    quantity('chi2', chi2, 'what a layer adds to curvature'),
    quantity('c*', cStar, 'correlation of any two inputs in deep layers'),
    quantity('slope at c*', slopeAtCStar, 'of the correlation map'),
    quantity('slope at q*', lengthMapSlope, 'of the length map'),
    quantity('xi_q', xiQ, 'layers in which q − q* falls to 1/e'),
    quantity('xi_c', xiC, 'layers in which c − c* falls to 1/e'),
    ...(answer.lengthMap === undefined
      ? []
      : [quantity(`V(${cut(String(options.atQ))})`, answer.lengthMap, 'the length map')]),
    ...(answer.correlationMap === undefined
      ? []
      : [quantity(`C(${cut(String(options.atC))})/q*`, answer.correlationMap, 'the correlation map')]),
  ];
  const columns: TableColumn[] = [
    column('layer', 0, layers, ({ layer }) => String(layer)),
    column('q', 0, layers, ({ q }) => number(q)),
    column('metric', 0, layers, ({ metric }) => number(metric)),
    column('curvature²', 0, layers, ({ curvature2 }) => number(curvature2)),
    column('Gauss-map length', 0, layers, ({ gaussMapLength }) => number(gaussMapLength)),
  ];
  const table = columnsTable(columns, tableOptions()).split('\n\n')[0]!;
  const all = [answer, ...layers].flatMap((row) => Object.values(row));
  return `${lines.join('\n')}\n\nA great circle in the pre-activations, per neuron:\n\n${table}\n${legend(all)}`;
}

/** The edge of chaos, as --critical prints it. */
export function criticalReport({ edges }: { readonly edges: readonly EdgeOfChaos[] }): string {
  const none = { sigmaW: null, qStar: null, stable: null, lengthMapSlope: null };
  const lists = (edges.length === 0 ? [none] : edges).map((edge) => [
    quantity('σ_w', edge.sigmaW, 'edge of chaos: chi1 = 1'),
    quantity('q*', edge.qStar, 'fixed point of the length map there'),
    quantity("V'(q*)", edge.lengthMapSlope, 'slope of the length map there'),
    `${'stable'.padEnd(NAME)}${stability(edge.stable).padStart(VALUE)}   that slope is below 1`,
  ]);
  const values = edges.flatMap((edge) => Object.values(edge));
  const missing = edges.length === 0 ? [null] : values;
  return `${lists.map((lines) => lines.join('\n')).join('\n\n')}\n${legend(missing)}`;
}

function stability(stable: boolean | null): string {
  if (stable === null) return NOTHING;
  return stable ? 'yes' : 'no';
}

/** Widths of the first two columns of the list of quantities. */
const [NAME, VALUE] = [12, 12];

function quantity(name: string, value: number | null, meaning: string): string {
  return `${name.padEnd(NAME)}${number(value).padStart(VALUE)}   ${meaning}`;
}

function legend(values: readonly unknown[]): string {
  return values.includes(null) ? `\n${NOTHING}: infinite, not unique, or does not exist.\n` : '';
}
