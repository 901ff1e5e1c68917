import { expect } from 'vitest';

/** For `toThrow`: an InputError of exactly this message. */
export function refusal(message: string): Error {
  return expect.objectContaining({ name: 'InputError', message });
}

/** The same, of a field of an experiment. */
export function fieldRefusal(message: string): Error {
  return expect.objectContaining({ name: 'ExperimentError', message });
}
