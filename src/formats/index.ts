/** Files of networks, of other programs and our own: bytes in, a network out, and the other way round. */
export { networkJson } from './network-json-write.ts';
export { networkNpz } from './network-npz.ts';
export { networkSafetensors } from './network-safetensors.ts';
export {
  type NetworkFormat,
  networkFormat,
  type ParsedNetwork,
  type ParseNetworkOptions,
  parseNetwork,
  type ReadNetworkOptions,
} from './parse-network.ts';
