/** Networks from dropped files; loaded with the first one. */
import { networkFormat, type ParsedNetwork, parseNetwork } from 'expressivity';
import type { NetworkFile } from '../messages.ts';

const ENDINGS = '.json, .npz, .safetensors, .onnx, .pt or .nnet';

export async function networkOfFile({ name, bytes }: NetworkFile): Promise<ParsedNetwork> {
  const format = networkFormat(name);
  if (format === null) throw new RangeError(`file: expected one that ends with ${ENDINGS}, got ${name}`);
  try {
    return await parseNetwork(bytes, { format });
  } catch (error) {
    // The library calls what it was given `bytes`; visitors know the name of their file.
    throw new Error((error as Error).message.replace(/^bytes(?=:)/, () => name));
  }
}
