/** The readers of network files, loaded with the first file. */
export { parseNetwork } from 'expressivity';
