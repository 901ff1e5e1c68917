/** Networks from dropped files; loaded with the first one. */
import { networkFormat, type ParsedNetwork, parseNetwork } from 'expressivity';
import type { NetworkFile } from '../messages.ts';

const ENDINGS = '.json, .npz, .safetensors, .onnx, .pt or .nnet';

export async function networkOfFile({ file, bytes }: NetworkFile): Promise<ParsedNetwork> {
  const format = networkFormat(file);
  if (format === null) throw new RangeError(`file: expected one that ends with ${ENDINGS}, got ${file}`);
  return parseNetwork(bytes, { format });
}
