/** Calls work that may hold the thread for minutes, so that its host can have it stopped by an interrupt. */
export type Compute = <T>(work: () => T) => T | Promise<T>;

export const computePlainly: Compute = (work) => work();
