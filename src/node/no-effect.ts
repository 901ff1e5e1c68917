/**
 * Refuses options that have no effect beside the others, because whoever gives an option expects an effect.
 */
import { type Experiment, echo, InputError } from '../experiment/index.ts';
import type { CommandOptions } from './command-options.ts';
import { optionName } from './option-words.ts';

/**
 * Refuses the options `names` beside `other`, which makes them idle, e.g. `--from, which runs nothing`.
 * @throws InputError
 */
export function refuseBeside(options: CommandOptions, names: readonly string[], other: string): void {
  const idle = names.find((name) => options[name] !== undefined);
  if (idle === undefined) return;
  const value = options[idle] === true ? optionName(idle) : echo(options[idle]);
  throw new InputError(optionName(idle), `none with ${other}`, value);
}

/** Refuses the options `names` unless `needed` is given, e.g. `--simulate`. @throws InputError */
export function refuseWithout(
  options: CommandOptions,
  names: readonly string[],
  needed: string,
  came = 'none',
): void {
  const idle = names.find((name) => options[name] !== undefined);
  if (idle !== undefined) {
    throw new InputError(optionName(idle), `${needed} with it`, came);
  }
}

/** Whether the seed draws the endpoints. */
export function hasRandomEndpoints({ endpoints }: Experiment): boolean {
  return endpoints === 'orthonormal' || endpoints === 'gaussian';
}

/**
 * Refuses options for fields that this experiment does not use. Fields of a file are not refused: a file may
 * hold every field. Neither is a value that happens to have no effect, such as the law of biases beside
 * `--sigma-b 0`.
 * @throws InputError
 */
export function refuseIdleFields({ endpoints, sigmaB, density }: Experiment, options: CommandOptions): void {
  if (!endpoints.startsWith('mnist:'))
    refuseWithout(options, ['mnistDir'], '--endpoints mnist:A,B', echo(endpoints));
  if (sigmaB === 0 && options.sigmaB === undefined)
    refuseWithout(options, ['biases', 'biasScaling'], '--sigma-b');
  if (density === 1 && options.mask !== 'bernoulli') refuseWithout(options, ['mask'], '--density below 1');
}
