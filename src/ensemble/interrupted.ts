/**
 * The run was interrupted after `networks` of `planned` networks (the number known so far), over all runs.
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
