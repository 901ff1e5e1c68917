import { echoPath } from '../../experiment/index.ts';
import { MOST_BYTES } from '../../formats/limits.ts';
import {
  NETWORK_FORMATS,
  networkFormat,
  OPEN,
  openOptions,
  type ParsedNetwork,
  type ReadNetworkOptions,
  readNetworkBytes,
} from '../../formats/parse-network.ts';
import { checkPlain, checkText, listed } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import type { AnyGivenNetwork } from '../../network/index.ts';
import { interruptible } from '../interrupt.ts';
import { readBytes } from './read.ts';

/**
 * A network from a file: `.npz`, `.json`, `.safetensors`, `.onnx`, `.pt` or `.pth`, `.nnet`; `docs/formats.md`
 * says which parts of each are read, and what is assumed for the parts that it lacks. `parseNetwork` also
 * returns these assumptions.
 *
 * @throws TypeError, RangeError, in one line that names the file, where it cannot be read, holds something
 * else, or its layers do not fit together.
 */
export async function readNetwork(path: string, options: ReadNetworkOptions = {}): Promise<AnyGivenNetwork> {
  return (await readNetworkFile(path, options)).network;
}

/** The same with what was assumed. */
export async function readNetworkFile(path: string, options: ReadNetworkOptions): Promise<ParsedNetwork> {
  checkText('path', path);
  checkPlain('options', options, OPEN);
  const open = openOptions(options);
  const format = networkFormat(path);
  const file = `"${echoPath(path)}"`;
  if (format === null)
    throw valueFault('networkFile', `a ${listed(NETWORK_FORMATS.map((name) => `.${name}`))} file`, file);
  const most = format === 'json' || format === 'nnet' ? MOST_BYTES.json : MOST_BYTES.numpy;
  const bytes = await readBytes(path, most).catch((error: Error): never => {
    throw valueFault('networkFile', 'a readable file', `${file} (${error.message})`);
  });
  try {
    return await interruptible(() => readNetworkBytes(bytes, format, open));
  } catch (error) {
    const why = (error as Error).message;
    throw valueFault('networkFile', 'the weights of a network', `${file} (${why})`);
  }
}
