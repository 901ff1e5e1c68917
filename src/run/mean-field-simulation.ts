/**
 * Mean-field theory beside the networks that it is the limit of: one circle, through the ensemble of the main
 * path.
 */
import { defaultExecutor } from '../browser/default.ts';
import { endpoints } from '../curve/index.ts';
import { measureColumn } from '../ensemble/columns.ts';
import {
  type Compute,
  checkEnsembleOptions,
  checkExecutor,
  computePlainly,
  type EnsembleOptions,
  mostTasks,
  type OpenExecutor,
  type Plan,
  planExperiment,
  runEnsemble,
  type ScaledColumn,
  type Stat,
} from '../ensemble/index.ts';
import { statistic } from '../ensemble/statistic.ts';
import {
  denseActivationText,
  ExperimentError,
  LAGS,
  type MeasureName,
  parseActivation,
  parseExperiment,
} from '../experiment/index.ts';
import { readMaxout } from '../experiment/names.ts';
import { checkFunction, checkPlain, ifGiven } from '../input/check.ts';
import { checkBuild } from '../kernels/builds.ts';
import type { KernelsName } from '../kernels/index.ts';
import { type ActivationInput, formatActivation, hasKinks } from '../network/index.ts';
import type { MeasuredCell } from '../result/document.ts';
import { meanField } from '../theory/meanfield/mean-field.ts';
import { measuredCells } from './beside-theory.ts';

/** Networks to simulate: wide, with layers that are all alike. */
export interface MeanFieldSimulation {
  /** `tanh`, `leaky-relu:0.1`, … or the same as an object, or `maxout:k`. */
  readonly activation: ActivationInput;
  /** Standard deviation of a kept weight times the square root of the fan-in. */
  readonly sigmaW: number;
  /** Standard deviation of a bias. */
  readonly sigmaB: number;
  /** Probability that a weight is kept. Default 1. */
  readonly density?: number | undefined;
  /** Layers. Default 10. */
  readonly depth?: number | undefined;
  /** Width of every layer and of the input. Default 1000. */
  readonly width?: number | undefined;
  /** Number of networks. Default 20. */
  readonly networks?: number | undefined;
  /** Samples of the circle. Default 49, which has every lag of the autocorrelation. */
  readonly points?: number | undefined;
  /** Seed of all randomness. Default 0. */
  readonly seed?: number | undefined;
}

/** The same with every default filled in. */
export interface ResolvedSimulation {
  /** As text. */
  readonly activation: string;
  readonly sigmaW: number;
  readonly sigmaB: number;
  readonly density: number;
  readonly depth: number;
  readonly width: number;
  readonly networks: number;
  readonly points: number;
  readonly seed: number;
}

/** One quantity in one layer. */
export interface Comparison {
  readonly measured: Stat;
  /** The recursions' value; `null` where there is none. */
  readonly predicted: number | null;
  /**
   * Their difference in standard errors of the mean; `null` where either is not known. Differences within the
   * rounding of the kernels count as none.
   */
  readonly z: number | null;
}

/** Measured and predicted values of one layer. */
export interface LayerComparison {
  readonly layer: number;
  readonly q: Comparison;
  /** metric over that of the layer before, network by network; from layer 2 on. */
  readonly chi1: Comparison | null;
  readonly metric: Comparison;
  /** Smooth activations alone. */
  readonly curvature2: Comparison | null;
  readonly gaussMapLength: Comparison | null;
  /** Correlation c of the pre-activations of two points of the circle, `lag` of it apart. */
  readonly autocorrelation: readonly (Comparison & { readonly lag: number })[];
}

/** Measured and predicted, layer by layer. */
export interface MeanFieldComparison {
  readonly simulation: ResolvedSimulation;
  /** |x|² / n of the circle: where its first layer has q*, if there is one, else 1. */
  readonly inputMeanSquare: number;
  readonly layers: readonly LayerComparison[];
}

/** How a simulation is run. */
export interface SimulationOptions extends EnsembleOptions {
  /** Build of the kernels. Default `simd128`, whose digits are the same on every machine. */
  readonly kernels?: KernelsName | undefined;
  /**
   * Measures the networks. Default: the workers of a page; elsewhere the calling thread. `poolExecutor` of
   * `expressivity/node` has all cores.
   */
  readonly executor?: OpenExecutor | undefined;
}

/** A simulation as work for an ensemble. */
interface PlannedSimulation {
  readonly plan: Plan;
  readonly compare: (cell: MeasuredCell) => MeanFieldComparison;
}

const DEFAULTS = { density: 1, depth: 10, width: 1000, networks: 20, points: 49, seed: 0 };

/** Differences of this part of the value, or of 1 for a cosine, are the rounding of single precision. */
const ROUNDING = 1e-5;

/**
 * Plans networks whose first pre-activations are the circle of Poole et al. (arXiv 1606.05340): centred, of
 * mean square q* where there is a positive fixed point that weights and circle can reach together, else of an
 * input of mean square 1. The recursions start from the same circle.
 *
 * @throws InputError, RangeError for wrong input.
 */
function planMeanFieldSimulation(given: MeanFieldSimulation): PlannedSimulation {
  const simulation = resolved(given);
  const { activation, sigmaW, sigmaB, density, depth, width, networks, points, seed } = simulation;
  const network = { width, depth, density, sigmaW, sigmaB, activation, points, networks, seed };
  const look = { curve: 'circle', endpoints: 'given', estimator: 'polyline' } as const;
  // Refuses what is wrong before anything is made of it.
  const experiment = parseExperiment({ ...network, ...look });
  const smooth = readMaxout(activation) === null && !hasKinks(parseActivation(activation));
  const measure: MeasureName[] = [
    'q',
    'autocorrelation',
    'metric',
    ...(smooth ? (['curvature2', 'gaussMapLength'] as const) : []),
  ];
  if (width < 2) throw new ExperimentError('width', 'at least 2 for a circle', width);
  const inputMeanSquare = startSquare(simulation);
  const radius = Math.sqrt(width * inputMeanSquare);
  const vertices = endpoints('orthonormal', seed, width).map((x) => x.map((v) => v * radius));
  const plan = planExperiment({ ...experiment, measure }, { vertices });
  const compare = ({ record, measures: theory }: MeasuredCell): MeanFieldComparison => {
    // Pre-activations: of maxout those of the rows.
    const weighted = plan.cells[0]!.network.layers.flatMap(({ type }, l) => (type === 'maxout' ? [] : [l]));
    const layers = weighted.map((own, index): LayerComparison => {
      const below = weighted[index - 1];
      const known = theory![own]!.measures;
      const column = (name: MeasureName, entry = 0) => measureColumn(record, own + 1, name, entry)!;
      const metric = known.metric!.meanField;
      const before = below === undefined ? null : theory![below]!.measures.metric!.meanField;
      return {
        layer: index + 1,
        q: comparison(column('q'), known.q!.meanField),
        chi1:
          below === undefined
            ? null
            : comparison(
                ratios(column('metric'), measureColumn(record, below + 1, 'metric', 0)!),
                metric !== null && before ? metric / before : null,
              ),
        metric: comparison(column('metric'), metric),
        curvature2: smooth ? comparison(column('curvature2'), known.curvature2!.meanField) : null,
        gaussMapLength: smooth ? comparison(column('gaussMapLength'), known.gaussMapLength!.meanField) : null,
        autocorrelation: LAGS.map((lag, j) => ({
          lag,
          ...comparison(column('autocorrelation', j), known.autocorrelation!.meanField?.[j] ?? null, 1),
        })),
      };
    });
    return { simulation, inputMeanSquare, layers };
  };
  return { plan, compare };
}

function resolved(simulation: MeanFieldSimulation): ResolvedSimulation {
  checkPlain('simulation', simulation, ['activation', 'sigmaW', 'sigmaB', ...Object.keys(DEFAULTS)]);
  const { activation, ...numbers } = simulation;
  const given = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
  const text =
    typeof activation === 'string'
      ? denseActivationText(activation)
      : formatActivation(parseActivation(activation));
  return { ...DEFAULTS, activation: text, ...(given as typeof numbers) } as ResolvedSimulation;
}

/**
 * Compares mean-field theory with simulation, in one call: q, chi1, metric, curvature and autocorrelation of
 * a circle in wide networks, measured and from the recursions. At finite width all but the first layer
 * deviate by a share of order layer / width, squared curvature by several times that: with enough networks z
 * shows it.
 *
 * @throws InputError, TypeError, RangeError for wrong input; InterruptedError when `signal` is aborted;
 * KernelsUnavailableError without SIMD.
 */
export function simulateMeanField(
  given: MeanFieldSimulation,
  options: SimulationOptions = {},
): Promise<MeanFieldComparison> {
  return simulateIn(given, options, computePlainly);
}

/** The same; `compute` calls what takes long. */
export async function simulateIn(
  given: MeanFieldSimulation,
  options: SimulationOptions,
  compute: Compute,
): Promise<MeanFieldComparison> {
  checkEnsembleOptions(options, ['executor', 'kernels']);
  const { executor = defaultExecutor, kernels, ...others } = options;
  checkFunction('executor', executor);
  ifGiven(checkBuild, 'kernels', kernels);
  const { plan, compare } = await compute(() => planMeanFieldSimulation(given));
  const subjects = plan.runs.map(({ subject }) => subject);
  const opened = await executor(subjects, { kernels, tasks: mostTasks(plan) });
  checkExecutor(opened);
  try {
    const records = await runEnsemble(plan, opened, others);
    const cells = await measuredCells(plan, (run) => records[run]!);
    return await compute(() => compare(cells.next().value));
  } finally {
    await opened.close();
  }
}

function startSquare({ activation, sigmaW, sigmaB, density }: ResolvedSimulation): number {
  const { qStar } = meanField({ activation, sigmaW, sigmaB, density });
  const weight = density * sigmaW * sigmaW;
  const square = qStar === null || weight === 0 ? 0 : (qStar - sigmaB * sigmaB) / weight;
  return square > 0 ? square : 1;
}

/** `size` is what rounding errors are relative to where the value is smaller. */
function comparison(column: ScaledColumn, predicted: number | null, size = 0): Comparison {
  const measured = statistic(column, true);
  const { mean, sem } = measured;
  if (mean === null || sem === null || predicted === null) return { measured, predicted, z: null };
  const difference = mean - predicted;
  if (Math.abs(difference) <= ROUNDING * Math.max(size, Math.abs(predicted)))
    return { measured, predicted, z: 0 };
  return { measured, predicted, z: sem > 0 ? difference / sem : null };
}

function ratios(a: ScaledColumn, b: ScaledColumn): ScaledColumn {
  return {
    mantissa: a.mantissa.map((x, i) => x / b.mantissa[i]!),
    exponent: a.exponent.map((e, i) => e - b.exponent[i]!),
  };
}
