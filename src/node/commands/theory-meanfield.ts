/** `expressivity theory meanfield`: fixed points, depth scales and curvature of wide networks. */
import type { Command } from 'commander';
import { DEFAULTS, DENSE_ACTIVATION_SYNTAX, denseActivationText } from '../../experiment/index.ts';
import { valueFault } from '../../input/faults.ts';
import {
  correlationMap,
  curvatureByLayer,
  edgesOfChaos,
  lengthMap,
  type MeanFieldLaw,
  meanField,
} from '../../theory/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { interruptible } from '../interrupt.ts';
import { refuseBeside, refuseWithout } from '../no-effect.ts';
import { PROGRESS_HELP } from '../options.ts';
import { json, print } from '../output.ts';
import { criticalReport, type Maps, meanFieldReport } from './theory-meanfield-report.ts';
import { inOptionWords, readOption } from './theory-options.ts';

const EXAMPLES = `
Examples:
  expressivity theory meanfield --activation tanh --sigma-w 2.5 --sigma-b 0.3 --depth 5 --simulate --width 200
  expressivity theory meanfield --activation tanh --sigma-w 1:4:0.5 --sigma-b 0,0.3
`;

export function theoryMeanfieldCommand(command: Command, signal: AbortSignal): void {
  command
    .option('--activation <name>', `${DENSE_ACTIVATION_SYNTAX} (default: relu)`)
    .option(
      '--sigma-w <s,…>',
      'standard deviation of a kept weight times the root of the fan-in, or several: numbers and ranges start:stop:step, for a grid (default: 1.4142135623730951)',
    )
    .option('--sigma-b <s,…>', 'standard deviation of a bias, or several for a grid (default: 0)')
    .option('--density <a>', 'probability that a weight is kept, in [0, 1] (default: 1)')
    .option('--dropout <p>', 'probability that a unit is dropped, in [0, 1) (default: 0)')
    .option('--depth <n>', 'number of layers of the curvature table (default: 10)')
    .option('--at-q <q>', 'also the length map at this q')
    .option('--at-c <c>', 'also the correlation map at this correlation')
    .option('--critical', 'only the sigma-w of the edge of chaos at --sigma-b')
    .option('--simulate', 'also measure a circle through wide drawn networks, and compare')
    .option('--width <n>', 'with --simulate: width of every layer and of the input (default: 1000)')
    .option('--networks <n>', 'with --simulate: number of networks (default: 20)')
    .option('--points <n>', 'with --simulate: samples of the circle, best 48 m + 1 (default: 49)')
    .option('--seed <n>', 'with --simulate: seed of all randomness (default: 0)')
    .option('--threads <n>', 'with --simulate: worker threads (default: all of the machine)')
    .option('--kernels <name>', 'with --simulate: build of the kernels (default: auto)')
    .option('--progress <auto|json|none>', `with --simulate: ${PROGRESS_HELP}`)
    .option('--quiet', 'with --simulate: show no progress')
    .option(
      '--out <dir>',
      'with a grid: also write result.json, result.csv and the phase diagram as SVG and PNG',
    )
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', EXAMPLES)
    .action((options) => theoryMeanfield(options, signal));
}

/** Options without effect beside --critical. */
const NOT_CRITICAL = ['sigmaW', 'dropout', 'depth', 'atQ', 'atC', 'simulate', 'out'];

/** Options without effect on a grid. */
const NOT_GRID = ['depth', 'atQ', 'atC', 'critical', 'simulate'];

/** Options without effect unless --simulate is given. */
const SIMULATION = ['width', 'networks', 'points', 'seed', 'threads', 'kernels', 'progress', 'quiet'];

async function theoryMeanfield(options: CommandOptions, signal: AbortSignal): Promise<void> {
  const activation = await readActivation(options);
  if (asksForGrid(options)) {
    await printGrid(options, activation, signal);
    return;
  }
  const sigmaB = readOption(options, 'sigmaB', Number(DEFAULTS.sigmaB));
  const density = readOption(options, 'density', Number(DEFAULTS.density));
  if (options.critical === true) {
    await printCritical(options, activation, { sigmaB, density });
    return;
  }
  refuseWithout(options, ['out'], 'several --sigma-w or --sigma-b');
  const sigmaW = readOption(options, 'sigmaW', Number(DEFAULTS.sigmaW));
  const law = { activation, sigmaW, sigmaB, density, dropout: readOption(options, 'dropout', 0) };
  const depth = readOption(options, 'depth', DEFAULTS.depth);
  const answer = await inOptionWords(() => {
    const layers = curvatureByLayer(law, depth);
    return { ...meanField(law), layers, ...mapsAt(options, law) };
  });
  if (options.simulate !== true) {
    refuseWithout(options, SIMULATION, '--simulate');
    await print(
      options.json === true ? json(answer) : await interruptible(() => meanFieldReport(answer, options)),
    );
    return;
  }
  refuseBeside(options, ['dropout'], '--simulate');
  // Loaded only with --simulate: the ensemble and its pool are many modules.
  const { simulated, simulationText } = await import('./theory-meanfield-simulation.ts');
  const simulation = await simulated(options, law, depth, signal);
  await print(
    options.json === true
      ? json({ ...answer, simulation })
      : await interruptible(() => `${meanFieldReport(answer, options)}\n${simulationText(simulation)}`),
  );
}

/** Whether several values of σ_w or σ_b are asked for. */
function asksForGrid({ sigmaW, sigmaB }: CommandOptions): boolean {
  return [sigmaW, sigmaB].some((text) => /[,:]/.test(String(text ?? '')));
}

/** Prints a phase diagram. */
async function printGrid(options: CommandOptions, activation: string, signal: AbortSignal): Promise<void> {
  refuseBeside(options, [...NOT_GRID, ...SIMULATION], 'several --sigma-w or --sigma-b');
  const density = readOption(options, 'density', Number(DEFAULTS.density));
  const defaults = { sigmaW: Number(DEFAULTS.sigmaW), sigmaB: Number(DEFAULTS.sigmaB) };
  // Loaded only for a grid: pictures are many modules.
  const { meanFieldGrid } = await import('./theory-meanfield-grid.ts');
  const dropout = readOption(options, 'dropout', 0);
  await meanFieldGrid(options, { activation, density, dropout }, defaults, signal);
}

/** Prints the edge of chaos. */
async function printCritical(
  options: CommandOptions,
  activation: string,
  { sigmaB, density }: { readonly sigmaB: number; readonly density: number },
): Promise<void> {
  refuseBeside(options, [...NOT_CRITICAL, ...SIMULATION], '--critical');
  const edges = await inOptionWords(() => edgesOfChaos(activation, { sigmaB, density }));
  const { sigmaW = null, qStar = null, stable = null } = edges[0] ?? {};
  const answer = { sigmaW, qStar, stable, edges };
  await print(options.json === true ? json(answer) : criticalReport(answer));
}

function readActivation({ activation = DEFAULTS.activation }: CommandOptions): Promise<string> {
  return inOptionWords(() => denseActivationText(String(activation)));
}

/** The maps at --at-q and --at-c, where they are given. */
function mapsAt(options: CommandOptions, law: MeanFieldLaw): Maps {
  const q = readOption(options, 'atQ', 0);
  const c = readOption(options, 'atC', 0);
  if (!(q >= 0 && q < Infinity)) throw valueFault('atQ', 'a finite number >= 0', q);
  if (!(c >= -1 && c <= 1)) throw valueFault('atC', 'a number in [-1, 1]', c);
  return {
    ...(options.atQ === undefined ? {} : { lengthMap: lengthMap(law, q) }),
    ...(options.atC === undefined ? {} : { correlationMap: correlationMap(law, c) }),
  };
}
