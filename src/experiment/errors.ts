import { InputError } from '../input/faults.ts';

/** Wrong input in a field of an experiment; where the whole object is wrong, `field` is `experiment`. */
export class ExperimentError extends InputError {
  override readonly name = 'ExperimentError';
  declare readonly field: string;

  constructor(
    field: string,
    expected: string,
    got: string | number,
    index: number | null = null,
    part: string | null = null,
  ) {
    super(field, expected, got, index, part);
  }
}
