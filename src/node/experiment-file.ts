import { readFile } from 'node:fs/promises';
import { echo, InputError } from '../experiment/index.ts';

/**
 * The fields that an experiment file (a JSON object) holds, not yet checked.
 * @throws InputError naming the file, if it cannot be read or does not hold a JSON object.
 */
export async function readFields(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const came = error.code === 'ENOENT' ? 'no such file' : `one that cannot be read (${error.code})`;
    throw new InputError(`${file}: expected an experiment file, got ${came}`);
  });
  let fields: unknown;
  try {
    fields = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser quotes the text, line breaks included.
    const why = (error as Error).message.replace(/\s+/g, ' ');
    throw new InputError(`${file}: expected JSON, got text that is not (${why})`);
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new InputError(`${file}: expected a JSON object of experiment fields, got ${echo(fields)}`);
  }
  return { ...fields };
}
