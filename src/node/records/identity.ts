/**
 * Everything that the numbers of records depend on. Files of records hold it, and are refused if it differs.
 */
import { createHash, type Hash } from 'node:crypto';
import { cpus } from 'node:os';
import type { Plan } from '../../ensemble/plan.ts';
import type { Experiment } from '../../experiment/index.ts';
import { type KernelsName, kernelBuilds } from '../../kernels/index.ts';
import { batchOf } from '../../network/index.ts';
import { version } from '../../version.ts';

export interface Identity {
  /** SHA-256 of the experiment, but for the fields of `OPEN_FIELDS`. */
  readonly experiment: string;
  /** SHA-256 of input curves, given weights and batches. */
  readonly inputs: string;
  /** Version of the package. */
  readonly version: string;
  readonly kernels: KernelsName;
  readonly kernelsSha256: string;
  /** Node and processor, of builds whose last digits depend on them; else null. */
  readonly machine: string | null;
}

export const IDENTITY_FIELDS = [
  'experiment',
  'inputs',
  'version',
  'kernels',
  'kernelsSha256',
  'machine',
] as const satisfies readonly (keyof Identity)[];

/** Fields that may differ between runs with common records. Inputs count as what was read, not by name. */
export const OPEN_FIELDS: readonly (keyof Experiment)[] = [
  'networks',
  'untilRelativeCi',
  'endpoints',
  'mnistDir',
  'networkFile',
  'batch',
];

export function identityOf({ experiment, runs }: Plan, kernels: KernelsName): Identity {
  const fields = Object.entries(experiment).filter(
    ([name]) => !OPEN_FIELDS.includes(name as keyof Experiment),
  );
  const inputs = createHash('sha256');
  const seen = new Set<unknown>();
  for (const { subject } of runs)
    for (const input of [subject.curve, subject.given, batchOf(subject.network)])
      if (input !== undefined && !seen.has(input)) {
        seen.add(input);
        addValue(inputs, input);
      }
  const said = createHash('sha256');
  addValue(said, Object.fromEntries(fields));
  return {
    experiment: said.digest('hex'),
    inputs: inputs.digest('hex'),
    version,
    kernels,
    kernelsSha256: kernelBuilds[kernels].sha256,
    machine: kernels === 'simd128' ? null : `${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  };
}

/** The 32 bytes that stand in every block. */
export function identityBytes(identity: Identity): Uint8Array {
  const text = JSON.stringify(IDENTITY_FIELDS.map((name) => identity[name]));
  return createHash('sha256').update(text).digest();
}

/** Adds plain data, so that different data differ; the order of fields does not count. */
function addValue(hash: Hash, value: unknown): void {
  if (ArrayBuffer.isView(value)) {
    hash.update(`${value.constructor.name} ${value.byteLength}:`);
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    hash.update(`${Array.isArray(value) ? 'list' : 'object'} ${entries.length}:`);
    for (const [key, inner] of entries) {
      hash.update(`${key}=`);
      addValue(hash, inner);
    }
  } else hash.update(`${JSON.stringify(value) ?? 'undefined'};`);
}
