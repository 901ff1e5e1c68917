/** Which parameters a result's cells have, and which of them tell the cells apart. */
import type { Parameters } from './document.ts';

/** A cell of a plan or of a result. */
interface Cell {
  readonly parameters: object;
}

/** Names of all parameters, in the order in which the cells name them. */
export function parameterNames(cells: readonly Cell[]): string[] {
  return [...new Set(cells.flatMap((cell) => Object.keys(cell.parameters)))];
}

/** Distinct values of one parameter, in grid order. */
export function parameterValues(cells: readonly Cell[], name: string): (number | string)[] {
  const values = new Set(cells.map((cell) => (cell.parameters as Parameters)[name]));
  values.delete(undefined);
  return [...values] as (number | string)[];
}

/** Names of the parameters that take more than one value. */
export function sweptParameters(cells: readonly Cell[]): string[] {
  return parameterNames(cells).filter((name) => parameterValues(cells, name).length > 1);
}
