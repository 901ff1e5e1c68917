/** Which parameters a result's cells have, and which of them tell the cells apart. */
import type { CellResult } from './result.ts';

/** Names of all parameters, in the order in which the cells name them. */
export function parameterNames(cells: readonly CellResult[]): string[] {
  return [...new Set(cells.flatMap((cell) => Object.keys(cell.parameters)))];
}

/** Distinct values of one parameter, in grid order. */
export function parameterValues(cells: readonly CellResult[], name: string): (number | string)[] {
  const values = new Set(cells.map((cell) => cell.parameters[name]));
  values.delete(undefined);
  return [...values] as (number | string)[];
}

/** Names of the parameters that take more than one value. */
export function sweptParameters(cells: readonly CellResult[]): string[] {
  return parameterNames(cells).filter((name) => parameterValues(cells, name).length > 1);
}
