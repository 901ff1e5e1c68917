export type { Purpose, Stream } from './stream.ts';
export {
  endpointStream,
  FIRST_FREE_ROW,
  mix64,
  networkStream,
  openStream,
  PURPOSE,
  sfc32,
  splitmix64,
  streamKey,
} from './stream.ts';
export { normals, uniform01 } from './variates.ts';
