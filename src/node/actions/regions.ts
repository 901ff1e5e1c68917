import {
  type Experiment,
  ExperimentError,
  formatActivation,
  InputError,
  printable,
} from '../../experiment/index.ts';
import { isFault } from '../../input/faults.ts';
import { REGIONS_SCHEMA } from '../../result/regions.ts';
import { version } from '../../version.ts';
import { deliver } from '../deliver.ts';
import { interruptible } from '../interrupt.ts';
import { hasRandomEndpoints, refuseBeside, refuseWithout } from '../no-effect.ts';
import { optionFault } from '../option-words.ts';
import { type Given, NETWORK_FIELDS } from '../options.ts';
import { json } from '../output.ts';
import { withPngs } from '../picture-files.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { checkFolder, writeFiles } from '../write.ts';
import { boundaryFindings } from './regions-boundary.ts';
import { segmentFindings } from './regions-segment.ts';
import { sliceFindings } from './regions-slice.ts';
import { type Findings, type RegionsSubject, regionsSubject } from './regions-subject.ts';

/** Ways to look at a network, with the files that each writes. */
const FILES = {
  segment: ['result.json'],
  slice: ['result.json', 'polygons.json', 'slice.svg', 'slice.png'],
  boundary: ['result.json'],
} as const;
type View = keyof typeof FILES;

/** Options that belong to one view. */
const OF_VIEW = { slice: ['window'], boundary: ['points', 'crossings', 'readout'] } as const;

/** Options that say how a network is drawn; an activation may replace that of a file. */
const DRAWN = [...NETWORK_FIELDS.filter((name) => name !== 'activation'), 'network'];

/** `expressivity regions [FILE]` */
export async function regions(file: string | undefined, given: Given, signal: AbortSignal): Promise<void> {
  const view = readView(given);
  if (given.networkFile !== undefined) refuseBeside(given, DRAWN, '--network-file');
  const experiment = await readExperiment(file, given);
  if (!drawsAny(experiment, view, given))
    refuseWithout(given, ['seed'], 'a random network, random --endpoints or a random --readout');
  const out = typeof given.out === 'string' ? given.out : null;
  if (out !== null) await checkFolder(out, FILES[view]);
  const { document, table, files } = await findings(experiment, given, view).catch((error: unknown) => {
    throw inUsersWords(fieldError(error, experiment, given), given, file);
  });
  const written = await deliver({
    out,
    write: async (folder) =>
      writeFiles(folder, await withPngs({ 'result.json': json(document), ...files }, signal), signal),
    text: async () => (given.json === true ? json(document) : table),
    signal,
  });
  if (out !== null && given.quiet !== true) process.stderr.write(`wrote ${printable(written.join(', '))}\n`);
}

/** @throws InputError for two views, and for an option of another one. */
function readView(given: Given): View {
  const [view = 'segment', another] = (['segment', 'slice', 'boundary'] as const).filter(
    (name) => given[name] === true,
  );
  if (another !== undefined)
    throw new InputError(`--${another}`, 'one of --segment, --slice and --boundary', 'two');
  for (const of of ['slice', 'boundary'] as const)
    if (view !== of) refuseWithout(given, OF_VIEW[of], `--${of}`);
  // A plane goes through the endpoints, whatever curve does.
  if (view === 'slice') refuseBeside(given, ['curve'], '--slice');
  return view;
}

/** Whether the seed draws anything: the network, the endpoints or the readout. */
function drawsAny(experiment: Experiment, view: View, { networkFile, readout }: Given): boolean {
  const drawsReadout = view === 'boundary' && readout === undefined;
  return networkFile === undefined || hasRandomEndpoints(experiment) || drawsReadout;
}

/**
 * What of the names that faults have is an option of this command alone, and what a field of the experiment.
 */
const OPTIONS = ['networkFile', 'window', 'readout'];
const FIELDS = ['endpoints', 'mnistDir', 'activation', 'points', 'width', 'widths', 'layers'];

/** A fault in the name of the option or field that it comes from. */
function fieldError(error: unknown, experiment: Experiment, given: Given): unknown {
  if (!isFault(error) || error.field === null || error instanceof InputError) return error;
  const { field, expected, got } = error;
  const name = field === 'plane' ? 'endpoints' : field === 'widths' ? saysWidths(experiment, given) : field;
  if (OPTIONS.includes(name)) return optionFault(error, name);
  return FIELDS.includes(name) ? new ExperimentError(name, expected, got) : error;
}

/** What says the widths of the network. */
function saysWidths({ width, layers }: Experiment, { networkFile }: Given): string {
  if (networkFile !== undefined) return 'networkFile';
  return layers !== null ? 'layers' : width !== null ? 'width' : 'widths';
}

async function findings(experiment: Experiment, given: Given, view: View): Promise<Findings> {
  const subject = await regionsSubject(experiment, given);
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
    if (view === 'slice') return sliceFindings(subject, given, about);
    if (view === 'boundary') return boundaryFindings(experiment, subject, given, about);
    return segmentFindings(experiment, subject, about);
  });
}

/** One name where all layers have the same activation, else one a layer. */
function activationText({ layers }: RegionsSubject): string | string[] {
  const names = layers.map(({ activation }) => formatActivation(activation));
  return new Set(names).size === 1 ? names[0]! : names;
}
