export { BLOCK_ROWS, COMPARE_FROM, FIRST_FREE_ROW, PURPOSE, type Purpose } from './definition.ts';
export type { Stream } from './stream.ts';
export { endpointStream, mix64, networkStream, openStream, sfc32, splitmix64, streamKey } from './stream.ts';
export { normals, uniform01 } from './variates.ts';
