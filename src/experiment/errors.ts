import { InputError } from '../input/errors.ts';

/** Wrong input in one field of an experiment; the message is `field: problem` or `field[index]: problem`. */
export class ExperimentError extends InputError {
  override readonly name = 'ExperimentError';
  /** The field's name, or `experiment` where the whole object is wrong. */
  readonly field: string;
  /** `expected …, got …`, without the field's name. */
  readonly problem: string;
  /** Position in a list, where one of its values is wrong. */
  readonly index: number | null;

  constructor(field: string, problem: string, index: number | null = null) {
    super(`${index === null ? field : `${field}[${index}]`}: ${problem}`);
    this.field = field;
    this.problem = problem;
    this.index = index;
  }
}
