/** The run was told to stop. `networks` were finished by then. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly networks: number;

  constructor(networks: number) {
    super(`interrupted after ${networks} networks`);
    this.networks = networks;
  }
}
