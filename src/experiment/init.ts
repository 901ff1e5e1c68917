/** Initialisations by the names that people know, and other shorthands of what an experiment writes. */
import { isPlain } from '../input/check.ts';
import type { BiasScaling, Scaling } from '../network/index.ts';
import { ExperimentError } from './errors.ts';
import { groupOf } from './names.ts';

/** What an initialisation stands for. */
export interface Init {
  readonly weights: string;
  readonly sigmaW: number;
  readonly scaling: Scaling;
  readonly biases: string;
  readonly sigmaB: number;
  readonly biasScaling: BiasScaling;
}

const NO_BIAS = { biases: 'gaussian', sigmaB: 0, biasScaling: 'none' } as const;
/** Standard deviation of a number from -1 to 1. */
const UNIFORM = Math.sqrt(1 / 3);

/**
 * - `pytorch-linear`: the default of torch.nn.Linear, weights and biases uniform in ±1/sqrt(fan-in).
 * - `kaiming-…`: weights of variance 2/fan-in (He et al., arXiv 1502.01852).
 * - `xavier-…`: of variance 2/(fan-in + fan-out) (Glorot & Bengio, AISTATS 2010).
 * - `lecun`: of variance 1/fan-in (LeCun et al., Efficient BackProp, 1998), normal.
 * - `ntk`: the parameterisation of Jacot et al. (arXiv 1806.07572), biases of standard deviation 0.1 as there.
 * - `mup`: that of Yang et al. (arXiv 2203.03466). It differs from `lecun` in learning rates and in the output
 *   layer, whose weights have variance 1/fan-in²; layers here are hidden ones.
 */
export const INITS = {
  'pytorch-linear': {
    ...{ weights: 'uniform', sigmaW: UNIFORM, scaling: 'fan-in' },
    ...{ biases: 'uniform', sigmaB: UNIFORM, biasScaling: 'fan-in' },
  },
  'kaiming-normal': { weights: 'gaussian', sigmaW: Math.SQRT2, scaling: 'fan-in', ...NO_BIAS },
  'kaiming-uniform': { weights: 'uniform', sigmaW: Math.SQRT2, scaling: 'fan-in', ...NO_BIAS },
  'xavier-normal': { weights: 'gaussian', sigmaW: 1, scaling: 'fan-avg', ...NO_BIAS },
  'xavier-uniform': { weights: 'uniform', sigmaW: 1, scaling: 'fan-avg', ...NO_BIAS },
  lecun: { weights: 'gaussian', sigmaW: 1, scaling: 'fan-in', ...NO_BIAS },
  ntk: { weights: 'gaussian', sigmaW: 1, scaling: 'fan-in', ...NO_BIAS, sigmaB: 0.1 },
  mup: { weights: 'gaussian', sigmaW: 1, scaling: 'fan-in', ...NO_BIAS },
} as const satisfies Record<string, Init>;

/** Name of a known initialisation. */
export type InitName = keyof typeof INITS;
export const INIT_NAMES = Object.keys(INITS) as [InitName, ...InitName[]];

/**
 * What a user wrote with shorthands written out, of the experiment and of its layers: `init` becomes the fields
 * that it stands for, and a mask n:m without a density has the density n/m. What is no shorthand, or none that
 * can be read, is left for the schema to judge, as is an `init` of a layer that has no weights.
 *
 * @param namesOf fields of a type of layer.
 * @throws ExperimentError for an `init` beside fields that it stands for, or beside given networks.
 */
export function expandShorthands(input: unknown, namesOf: NamesOf): unknown {
  if (!isPlain(input)) return input;
  const { layers, networkFile } = input as { layers?: unknown; networkFile?: unknown };
  if (networkFile != null && isInit(input)) refuseInit(input, 'networkFile', []);
  const own = expanded(input, []);
  if (!Array.isArray(layers)) return own;
  return { ...own, layers: layers.map((layer, i) => expandedLayer(layer, i, namesOf)) };
}

type NamesOf = (type: unknown) => readonly string[];

/** A layer, and the layers of its branch and its shortcut. */
function expandedLayer(layer: unknown, i: number, namesOf: NamesOf): unknown {
  if (!isPlain(layer)) return layer;
  const hasInit = namesOf((layer as { type?: unknown }).type).includes('init');
  const own = (hasInit ? expanded(layer, [i]) : layer) as {
    readonly branch?: unknown;
    readonly shortcut?: unknown;
  };
  const inner = Object.entries(own).filter(
    ([name, list]) => (name === 'branch' || name === 'shortcut') && Array.isArray(list),
  );
  const made = inner.map(([name, list]) => [
    name,
    (list as unknown[]).map((one) =>
      isPlain(one) && namesOf((one as { type?: unknown }).type).includes('init') ? expanded(one, [i]) : one,
    ),
  ]);
  return { ...own, ...Object.fromEntries(made) };
}

function expanded(fields: object, at: readonly number[]): object {
  const { mask, density, networkFile } = fields as Record<string, unknown>;
  // Given networks take no mask, which is then what is refused.
  const isShorthand = typeof mask === 'string' && density === undefined && networkFile == null;
  const group = isShorthand ? groupOf(mask) : null;
  const known = group !== null && group.keep >= 1 && group.keep <= group.of;
  const full = !known ? fields : { ...fields, density: group.keep / group.of };
  if (!isInit(full)) return full;
  const { init, ...rest } = full;
  if (init === null) return rest;
  const double = Object.entries(rest).find(
    ([name, value]) => Object.hasOwn(INITS[init], name) && value !== undefined,
  );
  if (double !== undefined) refuseInit(full, double[0], at);
  return { ...rest, ...INITS[init] };
}

function isInit(fields: object): fields is { readonly init: InitName | null } {
  if (!('init' in fields)) return false;
  return fields.init === null || (typeof fields.init === 'string' && Object.hasOwn(INITS, fields.init));
}

function refuseInit(
  { init }: { readonly init: InitName | null },
  other: string,
  at: readonly number[],
): void {
  if (init === null) return;
  const [layer] = at;
  const expected = `none beside ${other}`;
  if (layer === undefined) throw new ExperimentError('init', expected, init);
  throw new ExperimentError('layers', expected, init, layer, 'init');
}
