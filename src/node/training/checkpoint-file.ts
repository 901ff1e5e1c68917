/** The file from which an interrupted training resumes: a line of JSON, then numbers of single precision. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../experiment/index.ts';
import type { TrainingCheckpoint } from '../../train/index.ts';
import { writeFiles } from '../write.ts';

export const CHECKPOINT = 'training.checkpoint';

/** What is known beside parameters: measurements so far, and losses since the last one. */
export interface Progressed<Row> {
  readonly rows: readonly Row[];
  readonly losses: number;
  readonly since: number;
}

interface Head<Row> extends Progressed<Row> {
  /** Equal keys, equal trainings. */
  readonly key: string;
  readonly step: number;
  readonly arrays: number;
  readonly sha256: string;
}

export const hasCheckpoint = (folder: string): boolean => existsSync(join(folder, CHECKPOINT));

export const removeCheckpoint = (folder: string): void => rmSync(join(folder, CHECKPOINT), { force: true });

/** @throws InputError where there is none. */
export function requireCheckpoint(folder: string): void {
  if (!hasCheckpoint(folder))
    throw new InputError('--resume', 'a folder with a checkpoint of a training', 'none');
}

/** Writes it whole or not at all. */
export async function writeCheckpoint<Row>(
  folder: string,
  key: string,
  { step, parameters, moments }: TrainingCheckpoint,
  progressed: Progressed<Row>,
): Promise<void> {
  const arrays = [parameters, ...moments];
  const bytes = arrays.map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  const head: Head<Row> = { key, step, arrays: arrays.length, sha256: digest(bytes), ...progressed };
  await writeFiles(folder, { [CHECKPOINT]: [`${JSON.stringify(head)}\n`, ...bytes] });
}

/** @throws InputError where there is none, or it is damaged or of another training. */
export function readCheckpoint<Row>(
  folder: string,
  key: string,
): { readonly checkpoint: TrainingCheckpoint; readonly progressed: Progressed<Row> } {
  requireCheckpoint(folder);
  const file = readFileSync(join(folder, CHECKPOINT));
  const end = file.indexOf(0x0a);
  const head = headOf<Row>(file.toString('utf8', 0, Math.max(end, 0)));
  const bytes = file.subarray(end + 1);
  if (head === null || digest([bytes]) !== head.sha256)
    throw new InputError('--resume', 'a whole checkpoint', `${CHECKPOINT}, which is damaged`);
  if (head.key !== key)
    throw new InputError(
      '--resume',
      'the checkpoint of this training',
      'one of another experiment, network or data',
    );
  // A copy begins on a multiple of four bytes.
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer);
  const length = numbers.length / head.arrays;
  const [parameters, ...moments] = Array.from({ length: head.arrays }, (_, i) =>
    numbers.slice(i * length, (i + 1) * length),
  );
  const { rows, losses, since } = head;
  return {
    checkpoint: { step: head.step, parameters: parameters!, moments },
    progressed: { rows, losses, since },
  };
}

function headOf<Row>(text: string): Head<Row> | null {
  try {
    return JSON.parse(text) as Head<Row>;
  } catch {
    return null;
  }
}

function digest(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
