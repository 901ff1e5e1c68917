/** `expressivity train`: trains a network on digits, and measures it during training. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Experiment, echo, echoPath, InputError, printable } from '../../experiment/index.ts';
import { type AnyGivenNetwork, isDenseNetwork } from '../../network/index.ts';
import { requireUnfrozen } from '../../train/trainable.ts';
import { version } from '../../version.ts';
import type { CommandOptions } from '../command-options.ts';
import { deliver } from '../deliver.ts';
import { readFields } from '../experiment-file.ts';
import { trainingDigits } from '../files/training-digits.ts';
import { machine } from '../machine.ts';
import { json } from '../output.ts';
import { longer } from '../pieces.ts';
import { asInput, type Tell } from '../plan.ts';
import { defaultThreads } from '../pool.ts';
import { inUsersWords, withOptions } from '../read-experiment.ts';
import { lockFolder } from '../records/lock.ts';
import { threadsOf } from '../run-settings.ts';
import {
  CHECKPOINT,
  hasCheckpoint,
  removeCheckpoint,
  requireCheckpoint,
} from '../training/checkpoint-file.ts';
import { curvesOf } from '../training/curves.ts';
import { measuresCsv, TRAINING_SCHEMA, trainingCsv, trainingTable } from '../training/documents.ts';
import { type TrainingField, trainingField } from '../training/field.ts';
import { trainingProgress } from '../training/progress.ts';
import { runTraining } from '../training/run.ts';
import { depthOf, startNetwork } from '../training/subject.ts';
import { checkFolder, writeFiles } from '../write.ts';

const EXAMPLES = `
Examples:
  expressivity train digits.json --mnist-dir mnist --out runs/trained
  expressivity train runs/trained/experiment.json --seed 1 --measure-every 100 --out runs/trained-1
`;

const FILES = ['experiment.json', 'result.json', 'result.csv', 'training.csv'] as const;
/** The network: of dense layers as arrays under their names, any other with its shapes. */
const NETWORK = { dense: 'network.safetensors', other: 'network.json' } as const;

/** Fields of an experiment that say how many networks are drawn: one is trained, of drawn weights. */
const ENSEMBLE = ['networks', 'untilRelativeCi', 'draw'] as const;

export function trainCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('<FILE>', 'experiment file (JSON): the network, the curve, and how it is trained in "training"')
    .addHelpText('after', EXAMPLES)
    .option(
      '--mnist-dir <dir>',
      'folder with the four MNIST files, gzipped or not (default: the sample that ships with the package)',
    )
    .option('--seed <n>', 'seed of all randomness, 0 … 2^53-1 (default: 0)')
    .option('--epochs <n>', 'passes over the digits, instead of epochs in the file')
    .option('--measure-every <n>', 'steps between measurements, instead of measureEvery in the file')
    .option('--threads <n>', 'worker threads; they change no digit (default: all of the machine)')
    .option('--out <dir>', 'write the results into this folder')
    .option(
      '--resume',
      'continue from the checkpoint that an interrupted training left in the folder of --out',
    )
    .option('--json', 'print one JSON document instead of the table')
    .option('--quiet', 'no progress and no notes on standard error')
    .action((file, options) => trainOn(file, options, signal));
}

async function trainOn(file: string, options: CommandOptions, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  const { experiment, field } = await asked(file, options);
  const { threads = defaultThreads() } = threadsOf(options);
  if (typeof options.out !== 'string') throw new InputError('--out', 'a folder', 'none');
  const out = options.out;
  await checkFolder(out, [...FILES, ...Object.values(NETWORK), CHECKPOINT]);
  const resume = options.resume === true;
  if (resume) requireCheckpoint(out);
  else if (hasCheckpoint(out))
    throw new InputError(
      '--out',
      'a folder without a checkpoint, or --resume',
      `${CHECKPOINT} in "${echoPath(out)}"`,
    );
  const quiet = options.quiet === true;
  const tell = (note: string) => {
    if (!quiet) process.stderr.write(`${note}\n`);
  };
  const { network, digits, measure } = await asInput(() => prepare(experiment, field, tell)).catch(
    (error: unknown) => {
      throw inUsersWords(error, options, file);
    },
  );
  const lock = lockFolder(out, '--out');
  const progress = trainingProgress(quiet);
  try {
    const key = keyOf(experiment, field, network, digits.train.labels as Uint8Array);
    const trained = await runTraining({
      network,
      digits,
      field,
      measure,
      threads,
      out,
      key,
      resume,
      onStep: progress.update,
    }).finally(progress.stop);
    const { rows } = trained;
    const result = {
      schema: TRAINING_SCHEMA,
      experiment: { ...experiment, training: field },
      provenance: {
        version,
        ...machine(),
        threads,
        wallSeconds: Math.round(performance.now() - start) / 1000,
      },
      samples: { train: digits.train.labels!.length, test: digits.test.labels!.length },
      test: rows.at(-1)!.test,
      steps: rows,
    };
    const { networkJson, networkSafetensors } = await import('../../formats/index.ts');
    const [kept, stale, bytes] = isDenseNetwork(trained.network)
      ? ([NETWORK.dense, NETWORK.other, networkSafetensors(trained.network)] as const)
      : ([NETWORK.other, NETWORK.dense, networkJson(trained.network)] as const);
    const written = await deliver({
      out,
      write: (folder) =>
        writeFiles(
          folder,
          {
            'experiment.json': json(result.experiment),
            'result.json': json(result),
            'result.csv': longer(measuresCsv(rows)),
            'training.csv': trainingCsv(rows),
            [kept]: bytes,
          } satisfies Record<(typeof FILES)[number], unknown>,
          signal,
        ),
      text: async () => (options.json === true ? json(result) : trainingTable(rows)),
      signal,
    });
    removeCheckpoint(out);
    // Of a training before this one, whose other files are replaced.
    rmSync(join(out, stale), { force: true });
    if (!quiet) process.stderr.write(`wrote ${printable(written.join(', '))}\n`);
  } finally {
    lock.release();
  }
}

/** The training of the file, with the options. @throws InputError */
async function asked(file: string, options: CommandOptions) {
  const { training, ...stored } = await readFields(file);
  const idle = ENSEMBLE.find((name) => stored[name] != null && !isDefault(name, stored[name]));
  if (idle !== undefined)
    throw new InputError(`${echoPath(file)}: ${idle}`, 'none: one network is trained', echo(stored[idle]));
  const { mnistDir, seed } = options;
  const parsed = withOptions(
    stored,
    { ...(mnistDir !== undefined && { mnistDir }), ...(seed !== undefined && { seed }) },
    file,
  );
  // The digits say the number of inputs, and not the number of units of a first layer of `maxout:k`.
  const experiment = { ...parsed, inputDim: stored.inputDim == null ? null : parsed.inputDim };
  const depth = experiment.networkFile === null ? depthOf(experiment) : Number.MAX_SAFE_INTEGER;
  const field = trainingField(withOverrides(training, options), depth, experiment);
  return { experiment, field };
}

/** The values that an experiment file of this command has. */
function isDefault(name: (typeof ENSEMBLE)[number], value: unknown): boolean {
  return name === 'networks' ? value === 1 || value === 100 : name === 'draw' && value !== 'law';
}

function withOverrides(training: unknown, options: CommandOptions): unknown {
  const own = Object.entries({
    epochs: readCount(options, 'epochs', '--epochs'),
    measureEvery: readCount(options, 'measureEvery', '--measure-every'),
    seed: undefined,
  }).filter(([, value]) => value !== undefined);
  // The seed of the command is that of everything.
  const { seed, ...others } = (training ?? {}) as { readonly seed?: unknown };
  const kept = options.seed === undefined && seed !== undefined ? { seed } : {};
  return own.length === 0 && options.seed === undefined
    ? training
    : { ...others, ...kept, ...Object.fromEntries(own) };
}

function readCount(options: CommandOptions, name: string, shown: string): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(String(text))) return Number(text);
  throw new InputError(shown, 'an integer from 1 to 999,999,999', echo(String(text)));
}

async function prepare(experiment: Experiment, field: TrainingField, tell: Tell) {
  const { mnistDir } = experiment;
  const digits = await trainingDigits(mnistDir === null ? {} : { mnistDir }, field.samples);
  const network = await startNetwork(experiment, digits.pixels, field.network, tell);
  // Layers of a file are known now.
  trainingField(field, network.layers.length, experiment);
  requireUnfrozen(network, field.freeze, 'training: freeze');
  const measure = await curvesOf(experiment, field.curves, digits.pixels);
  return { digits, network, measure };
}

/** Identity of a training: its experiment, its start, its digits. */
function keyOf(
  { mnistDir: _, ...experiment }: Experiment,
  field: TrainingField,
  network: AnyGivenNetwork,
  labels: Uint8Array,
): string {
  const hash = createHash('sha256').update(JSON.stringify({ version, experiment, field }));
  for (const layer of network.layers) {
    if ('inputShape' in layer)
      hash.update(JSON.stringify([layer.type, layer.inputShape, layer.kernel, layer.stride, layer.padding]));
    if (layer.type === 'maxout') hash.update(JSON.stringify([layer.type, layer.pieces]));
    if (!('weights' in layer)) continue;
    for (const { buffer, byteOffset, byteLength } of [layer.weights, layer.biases])
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.update(labels).digest('hex');
}
