/** `expressivity regions`: the regions, patterns or the decision boundary of one network. */
import type { Command } from 'commander';
import { type Experiment, formatActivation, InputError, printable } from '../../experiment/index.ts';
import { REGIONS_SCHEMA } from '../../result/regions.ts';
import { version } from '../../version.ts';
import type { CommandOptions } from '../command-options.ts';
import { deliver } from '../deliver.ts';
import { interruptible } from '../interrupt.ts';
import { hasRandomEndpoints, refuseBeside, refuseWithout } from '../no-effect.ts';
import { addFieldOptions, NETWORK_FIELDS, SUBJECT_FIELDS } from '../options.ts';
import { json } from '../output.ts';
import { withPngs } from '../picture-files.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { termsHelp } from '../terms.ts';
import { checkFolder, writeFiles } from '../write.ts';
import { inOwnNames } from './regions-faults.ts';
import type { RegionsOutput, RegionsSubject, RegionsTask } from './regions-subject.ts';

const EXAMPLES = `
Examples:
  expressivity regions --width 20 --depth 4 --input-dim 2 --sigma-b 0.5 --slice --window 3 --out regions/slice
  expressivity regions --widths 50,50 --endpoints mnist:3,8 --network 7 --json
  expressivity regions --activation tanh --sigma-w 4 --sigma-b 0.3 --curve circle --boundary
  expressivity regions --network-file model.safetensors --endpoints mnist:3,8 --slice --decision --out regions/model
`;

export function regionsCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('[FILE]', 'experiment file (JSON); options override its fields')
    .addHelpText('after', EXAMPLES + termsHelp('transitions', 'regions'));
  addFieldOptions(command, SUBJECT_FIELDS)
    .option('--network <n>', 'number of the network that is drawn (default: 0)')
    .option(
      '--network-file <file>',
      'a network with given weights (.json, .npz, .safetensors, .onnx, .pt or .nnet) instead of a drawn one',
    )
    .option(
      '--output-activation <name>',
      'activation of the last layer if the network file has none (default: linear)',
    )
    .option(
      '--transpose',
      'the matrices of the network file have a row for every input (default: their shapes decide)',
    )
    .option('--segment', 'along the line or polyline through the endpoints (the default view)')
    .option('--slice', 'in the plane of two endpoints and the origin, or of three endpoints')
    .option(
      '--window <x0,x1,y0,y1>',
      'with --slice: part of the plane, or a for -a,a,-a,a (default: around the endpoints)',
    )
    .option(
      '--decision',
      'with --slice: also the decision boundary, where the two largest outputs are equal (of one output: where it is 0)',
    )
    .option(
      '--patterns',
      'activation patterns on the endpoints, such as the rows of a file: how many are distinct',
    )
    .option('--around', 'density of regions around each endpoint, on random lines through it')
    .option('--lines <n>', 'with --around: lines through each point (default: 10)')
    .option('--reach <r>', 'with --around: length of a line to either side of its point (default: 1)')
    .option(
      '--boundary',
      'curvatures of the decision boundary in every layer, where the curve crosses it; smooth activations',
    )
    .option(
      '--points <n>',
      'with --boundary: samples of the curve between which crossings are searched (default: 1000)',
    )
    .option(
      '--crossings <n>',
      'with --boundary: number of boundary points at which curvatures are computed (default: 10)',
    )
    .option(
      '--readout <b,…>',
      'with --boundary: a number for every neuron of the last layer (default: a random unit vector)',
    )
    .option('--export', 'with --out: also the network, as network.safetensors and network.npz')
    .option('--out <dir>', 'write the results into this folder')
    .option('--json', 'print one JSON document instead of the table')
    .option('--quiet', 'no progress on standard error')
    .action((file, options) => regions(file, options, signal));
}

/** A way to look at a network: the files it writes, the options that belong to it alone, and its code. */
interface View {
  readonly files: readonly string[];
  readonly options: readonly string[];
  readonly load: () => Promise<(task: RegionsTask) => RegionsOutput>;
}

const VIEWS = {
  segment: {
    files: ['result.json'],
    options: [],
    load: async () => (await import('./regions-segment.ts')).segmentOutput,
  },
  slice: {
    files: ['result.json', 'polygons.json', 'slice.svg', 'slice.png'],
    options: ['window', 'decision'],
    load: async () => (await import('./regions-slice.ts')).sliceOutput,
  },
  patterns: {
    files: ['result.json'],
    options: [],
    load: async () => (await import('./regions-points.ts')).patternsOutput,
  },
  around: {
    files: ['result.json'],
    options: ['lines', 'reach'],
    load: async () => (await import('./regions-points.ts')).aroundOutput,
  },
  boundary: {
    files: ['result.json'],
    options: ['points', 'crossings', 'readout'],
    load: async () => (await import('./regions-boundary.ts')).boundaryOutput,
  },
} as const satisfies Record<string, View>;
type ViewName = keyof typeof VIEWS;

/** Options for drawing a network. The activation is none of them: it may replace that of a file. */
const DRAWN = [...NETWORK_FIELDS.filter((name) => name !== 'activation'), 'network'];

async function regions(
  file: string | undefined,
  options: CommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const view = readView(options);
  if (options.networkFile !== undefined) refuseBeside(options, DRAWN, '--network-file');
  else refuseWithout(options, ['outputActivation', 'transpose'], '--network-file');
  const experiment = await readExperiment(file, options);
  if (!drawsAny(experiment, view, options))
    refuseWithout(
      options,
      ['seed'],
      'a random network, random --endpoints, random lines or a random --readout',
    );
  const out = typeof options.out === 'string' ? options.out : null;
  if (out === null) refuseWithout(options, ['export'], '--out');
  else await checkFolder(out, [...VIEWS[view].files, ...(options.export === true ? EXPORTED : [])]);
  const { document, table, files } = await outputOf(experiment, options, view).catch((error: unknown) => {
    throw inUsersWords(inOwnNames(error, experiment, options), options, file);
  });
  const written = await deliver({
    out,
    write: async (folder) =>
      writeFiles(folder, await withPngs({ 'result.json': json(document), ...files }, signal), signal),
    text: async () => (options.json === true ? json(document) : table),
    signal,
  });
  if (out !== null && options.quiet !== true)
    process.stderr.write(`wrote ${printable(written.join(', '))}\n`);
}

/** @throws InputError for two views, and for an option of another one. */
function readView(options: CommandOptions): ViewName {
  const names = Object.keys(VIEWS) as ViewName[];
  const [view = 'segment', another] = names.filter((name) => options[name] === true);
  if (another !== undefined)
    throw new InputError(
      `--${another}`,
      'one of --segment, --slice, --patterns, --around and --boundary',
      'two',
    );
  for (const other of names) if (other !== view) refuseWithout(options, VIEWS[other].options, `--${other}`);
  // No curve goes through the endpoints of the others.
  if (view !== 'segment' && view !== 'boundary') refuseBeside(options, ['curve', 'radius'], `--${view}`);
  return view;
}

/** Whether the seed draws anything: the network, the endpoints, lines or the readout. */
function drawsAny(experiment: Experiment, view: ViewName, { networkFile, readout }: CommandOptions): boolean {
  const drawsReadout = view === 'boundary' && readout === undefined;
  return networkFile === undefined || hasRandomEndpoints(experiment) || drawsReadout || view === 'around';
}

async function outputOf(
  experiment: Experiment,
  options: CommandOptions,
  view: ViewName,
): Promise<RegionsOutput> {
  const [{ regionsSubject }, output] = await Promise.all([
    import('./regions-subject.ts'),
    VIEWS[view].load(),
  ]);
  const subject = await regionsSubject(experiment, options);
  const exported = options.export === true ? await exportedFiles(subject) : {};
  const about = {
    schema: REGIONS_SCHEMA,
    kind: view,
    network: {
      ...subject.source,
      inputDim: subject.inputDim,
      widths: subject.layers.map(({ width }) => width),
      activation: activationText(subject),
    },
    provenance: { version },
  };
  return interruptible(() => {
    const { files, ...shown } = output({ experiment, subject, options, about });
    return { ...shown, files: { ...files, ...exported } };
  });
}

/** Files of the network itself. */
const EXPORTED = ['network.safetensors', 'network.npz'] as const;

async function exportedFiles(subject: RegionsSubject): Promise<RegionsOutput['files']> {
  const { networkNpz, networkSafetensors } = await import('../../formats/index.ts');
  const network = subject.network();
  return {
    'network.safetensors': networkSafetensors(network),
    'network.npz': await networkNpz(network),
  } satisfies Record<(typeof EXPORTED)[number], Uint8Array>;
}

/** One name where all layers have the same activation, else one a layer. */
function activationText({ layers }: RegionsSubject): string | string[] {
  const names = layers.map(({ activation }) => formatActivation(activation));
  return new Set(names).size === 1 ? names[0]! : names;
}
