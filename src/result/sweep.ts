/** Which parameters a result's cells have, and which of them tell the cells apart. */
/** A cell of a plan or of a result. */
interface Cell {
  readonly parameters: object;
}

/** The value of a parameter by its name; undefined where the cell has none of that name. */
export function parameterOf({ parameters }: Cell, name: string): number | string | undefined {
  return (parameters as Readonly<Record<string, number | string | undefined>>)[name];
}

/** Names of all parameters, in the order in which the cells name them. */
export function parameterNames(cells: readonly Cell[]): string[] {
  return [...new Set(cells.flatMap((cell) => Object.keys(cell.parameters)))];
}

/** Distinct values of one parameter, in grid order. */
export function parameterValues(cells: readonly Cell[], name: string): (number | string)[] {
  const values = new Set(cells.map((cell) => parameterOf(cell, name)));
  values.delete(undefined);
  return [...values] as (number | string)[];
}

/** Names of the parameters that take more than one value. */
export function sweptParameters(cells: readonly Cell[]): string[] {
  return parameterNames(cells).filter((name) => parameterValues(cells, name).length > 1);
}
