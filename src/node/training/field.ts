/** The field `training` of an experiment file. */
import { echo, InputError } from '../../experiment/index.ts';
import { isPlain } from '../../input/check.ts';
import { isFault } from '../../input/faults.ts';
import {
  LEARNING_RATES,
  type OptimizerName,
  TRAINING_DEFAULTS,
  type TrainingSettings,
} from '../../train/index.ts';
import { trainingSettings } from '../../train/options.ts';

/** What is trained and how, once every default is filled in. */
export interface TrainingField extends TrainingSettings {
  readonly data: 'mnist';
  /** Number of training digits, the first ones; `null`: all. */
  readonly samples: number | null;
  /** Number of the drawn network. */
  readonly network: number;
  /** Curves that are measured on the way, as `endpoints` names them; none where it is empty. */
  readonly curves: readonly string[];
  /** Steps between measurements; `null`: the steps of an epoch. */
  readonly measureEvery: number | null;
}

const NAMES = [
  'data',
  'samples',
  'network',
  'curves',
  'measureEvery',
  'learningRate',
  ...Object.keys(TRAINING_DEFAULTS),
];

/**
 * @param endpoints of the experiment: the curve that is measured where the field names none.
 * @param seed of the experiment, of the order of samples where the field has none.
 * @throws InputError, `training: learningRate: expected …, got …`
 */
export function trainingField(
  value: unknown,
  depth: number,
  { endpoints, seed }: { readonly endpoints: string; readonly seed: number },
): TrainingField {
  const given = value ?? {};
  const refuse = (name: string, expected: string, got: unknown): never => {
    throw new InputError(`training: ${name}`, expected, echo(got));
  };
  if (!isPlain(given)) throw new InputError('training', 'an object of training settings', echo(value));
  const unknown = Object.keys(given).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new InputError('training', `a known field (${NAMES.join(', ')})`, echo(unknown));
  const {
    data = 'mnist',
    samples = null,
    network = 0,
    curves = [endpoints],
    measureEvery = null,
    ...others
  } = given;
  if (data !== 'mnist') refuse('data', '"mnist"', data);
  const count = (name: string, number: unknown, least: number, most = 2 ** 31) => {
    if (!Number.isInteger(number) || (number as number) < least || (number as number) > most)
      refuse(name, `an integer from ${least} to ${most.toLocaleString('en-US')}`, number);
  };
  if (samples !== null) count('samples', samples, 1);
  if (measureEvery !== null) count('measureEvery', measureEvery, 1);
  count('network', network, 0, 2 ** 32 - 1);
  if (!Array.isArray(curves) || !curves.every((curve) => typeof curve === 'string'))
    refuse('curves', 'a list of endpoints, such as ["mnist:3,8", "gaussian"]', curves);
  const { optimizer = TRAINING_DEFAULTS.optimizer, momentum } = others;
  // The experiment that a training with adam leaves has the default.
  if (optimizer === 'adam' && momentum != null && momentum !== TRAINING_DEFAULTS.momentum)
    refuse('momentum', 'none beside adam', momentum);
  const rate = others.learningRate ?? LEARNING_RATES[others.optimizer as OptimizerName];
  try {
    return {
      data: 'mnist',
      samples: samples as number | null,
      network: network as number,
      curves: curves as string[],
      measureEvery: measureEvery as number | null,
      ...trainingSettings(
        { seed, ...others, ...(rate === undefined ? {} : { learningRate: rate as number }) },
        depth,
      ),
    };
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new InputError(`training: ${error.field}`, error.expected, error.got, error.index, error.part);
  }
}
