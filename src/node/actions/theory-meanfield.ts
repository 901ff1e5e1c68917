import { cut, DEFAULTS, parseActivation } from '../../experiment/index.ts';
import { valueFault } from '../../input/faults.ts';
import { column, NOTHING, number, type TableColumn } from '../../result/table.ts';
import {
  type CurvatureLayer,
  correlationMap,
  curvatureByLayer,
  edgeOfChaos,
  lengthMap,
  type MeanField,
  type MeanFieldLaw,
  meanField,
  type TheoryActivation,
} from '../../theory/index.ts';
import { interruptible } from '../interrupt.ts';
import { refuseBeside, refuseWithout } from '../no-effect.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { columnsTable } from '../table.ts';
import { inOptionWords, readOption } from './theory-shape.ts';

/** Options that --critical has no use for. */
const NOT_CRITICAL = ['sigmaW', 'depth', 'atQ', 'atC', 'simulate'];

/** Options that mean nothing without --simulate. */
const SIMULATION = ['width', 'networks', 'points', 'seed', 'threads', 'kernels', 'quiet'];

/** `expressivity theory meanfield` */
export async function theoryMeanfield(given: Given, signal: AbortSignal): Promise<void> {
  const activation = await readActivation(given);
  const sigmaB = readOption(given, 'sigmaB', Number(DEFAULTS.sigmaB));
  const density = readOption(given, 'density', Number(DEFAULTS.density));
  if (given.critical === true) {
    await printCritical(given, activation, { sigmaB, density });
    return;
  }
  const law = { activation, sigmaW: readOption(given, 'sigmaW', Number(DEFAULTS.sigmaW)), sigmaB, density };
  const depth = readOption(given, 'depth', DEFAULTS.depth);
  const answer = await inOptionWords(() => {
    const layers = curvatureByLayer(law, depth);
    return { ...meanField(law), layers, ...mapsAt(given, law) };
  });
  if (given.simulate !== true) {
    refuseWithout(given, SIMULATION, '--simulate');
    await print(given.json === true ? json(answer) : await interruptible(() => report(answer, given)));
    return;
  }
  // Loaded where it is needed: the ensemble and its pool are many modules.
  const { simulated, simulationText } = await import('./theory-meanfield-simulation.ts');
  const simulation = await simulated(given, law, depth, signal);
  await print(
    given.json === true
      ? json({ ...answer, simulation })
      : await interruptible(() => `${report(answer, given)}\n${simulationText(simulation)}`),
  );
}

/** What --critical asks for. */
async function printCritical(
  given: Given,
  activation: TheoryActivation,
  { sigmaB, density }: { readonly sigmaB: number; readonly density: number },
): Promise<void> {
  refuseBeside(given, [...NOT_CRITICAL, ...SIMULATION], '--critical');
  const edge = await inOptionWords(() => edgeOfChaos(activation, { sigmaB, density }));
  const answer = { sigmaW: edge?.sigmaW ?? null, qStar: edge?.qStar ?? null, stable: edge?.stable ?? null };
  const lines = [
    quantity('σ_w', answer.sigmaW, 'edge of chaos: chi1 = 1'),
    quantity('q*', answer.qStar, 'fixed point of the length map there'),
    `${'stable'.padEnd(NAME)}${stability(answer.stable).padStart(VALUE)}   the length map has a slope below 1 there`,
  ];
  await print(given.json === true ? json(answer) : `${lines.join('\n')}\n${legend(Object.values(answer))}`);
}

function stability(stable: boolean | null): string {
  if (stable === null) return NOTHING;
  return stable ? 'yes' : 'no';
}

function readActivation({ activation = DEFAULTS.activation }: Given): Promise<TheoryActivation> {
  return inOptionWords(() => parseActivation(String(activation)));
}

interface Maps {
  readonly lengthMap?: number;
  readonly correlationMap?: number | null;
}

/** What --at-q and --at-c ask for. */
function mapsAt(given: Given, law: MeanFieldLaw): Maps {
  const q = readOption(given, 'atQ', 0);
  const c = readOption(given, 'atC', 0);
  if (!(q >= 0 && q < Infinity)) throw valueFault('atQ', 'a finite number >= 0', q);
  if (!(c >= -1 && c <= 1)) throw valueFault('atC', 'a number in [-1, 1]', c);
  return {
    ...(given.atQ === undefined ? {} : { lengthMap: lengthMap(law, q) }),
    ...(given.atC === undefined ? {} : { correlationMap: correlationMap(law, c) }),
  };
}

type Answer = MeanField & Maps & { readonly layers: readonly CurvatureLayer[] };

function report(answer: Answer, given: Given): string {
  const { qStar, chi1, chi2, cStar, slopeAtCStar, lengthMapSlope, xiQ, xiC, phase, layers } = answer;
  const lines = [
    `${'phase'.padEnd(NAME)}${(phase ?? NOTHING).padStart(VALUE)}`,
    quantity('q*', qStar, 'mean square of the pre-activations in deep layers'),
    quantity('chi1', chi1, 'growth of a squared tangent per layer, slope of the correlation map at 1'),
    quantity('chi2', chi2, 'what a layer adds to curvature'),
    quantity('c*', cStar, 'correlation of any two inputs in deep layers'),
    quantity('slope at c*', slopeAtCStar, 'of the correlation map'),
    quantity('slope at q*', lengthMapSlope, 'of the length map'),
    quantity('xi_q', xiQ, 'layers in which q − q* falls to 1/e'),
    quantity('xi_c', xiC, 'layers in which c − c* falls to 1/e'),
    ...(answer.lengthMap === undefined
      ? []
      : [quantity(`V(${cut(String(given.atQ))})`, answer.lengthMap, 'the length map')]),
    ...(answer.correlationMap === undefined
      ? []
      : [quantity(`C(${cut(String(given.atC))})/q*`, answer.correlationMap, 'the correlation map')]),
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

/** Widths of the first two columns of the list of quantities. */
const [NAME, VALUE] = [12, 12];

function quantity(name: string, value: number | null, meaning: string): string {
  return `${name.padEnd(NAME)}${number(value).padStart(VALUE)}   ${meaning}`;
}

function legend(values: readonly unknown[]): string {
  return values.includes(null) ? `\n${NOTHING}: infinite, not unique, or does not exist.\n` : '';
}
