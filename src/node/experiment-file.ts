import { echo, echoPath, InputError } from '../experiment/index.ts';
import { parseJson } from '../formats/json.ts';
import { MOST_BYTES } from '../formats/limits.ts';
import { isFault } from '../input/faults.ts';
import { readText } from './files/read.ts';

/**
 * The fields that an experiment file (a JSON object) holds, not yet checked.
 * @throws InputError naming the file, if it cannot be read or does not hold a JSON object.
 */
export async function readFields(file: string): Promise<Record<string, unknown>> {
  const name = echoPath(file);
  const text = await readText(file, MOST_BYTES.experiment).catch((error: Error) => {
    throw new InputError(name, 'an experiment file', error.message);
  });
  const fields = parsed(text, name);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new InputError(name, 'a JSON object of experiment fields', echo(fields));
  }
  return { ...fields };
}

function parsed(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new InputError(name, error.expected, error.got);
  }
}
