/** Refuses options that can have no effect beside the others: whoever gives one expects an effect. */
import { type Experiment, echo, InputError } from '../experiment/index.ts';
import type { CommandOptions } from './command-options.ts';
import { optionName } from './option-words.ts';

/** Refuses `names` beside what makes them idle, e.g. `--from, which runs nothing`. @throws InputError */
export function refuseBeside(options: CommandOptions, names: readonly string[], other: string): void {
  const idle = names.find((name) => options[name] !== undefined);
  if (idle === undefined) return;
  const value = options[idle] === true ? optionName(idle) : echo(options[idle]);
  throw new InputError(optionName(idle), `none with ${other}`, value);
}

/** Refuses `names` where what they are for is missing, e.g. `--simulate`. @throws InputError */
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
 * Refuses options for fields that this experiment makes no use of. Files are not held to this: they hold
 * every field. Nor is a value that happens to have no effect, such as the law of biases beside `--sigma-b 0`.
 * @throws InputError
 */
export function refuseIdleFields({ endpoints, sigmaB }: Experiment, options: CommandOptions): void {
  if (!endpoints.startsWith('mnist:'))
    refuseWithout(options, ['mnistDir'], '--endpoints mnist:A,B', echo(endpoints));
  if (sigmaB === 0 && options.sigmaB === undefined) refuseWithout(options, ['biases'], '--sigma-b');
}
