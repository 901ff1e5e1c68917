export type { DigitOptions, Digits } from './digits.ts';
export { readDigits } from './digits.ts';
export type { EndpointOptions } from './endpoints.ts';
export { digitVectors, endpointVectors } from './endpoints.ts';
export { readNetwork } from './network.ts';
export { readVectors } from './vectors.ts';
