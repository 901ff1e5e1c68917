/**
 * The run was told to stop. `networks` of the `planned` ones (the number known by then) were finished, over
 * all runs.
 */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly networks: number;
  readonly planned: number;

  constructor(networks: number, planned: number) {
    super(`interrupted: ${networks} of ${planned} networks were finished`);
    this.networks = networks;
    this.planned = planned;
  }
}
