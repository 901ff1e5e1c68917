export type { Purpose, Stream } from './stream.ts';
export {
  endpointStream,
  mix64,
  networkStream,
  openStream,
  PURPOSE,
  sfc32,
  splitmix64,
  streamKey,
} from './stream.ts';
export { normals, uniform01 } from './variates.ts';
