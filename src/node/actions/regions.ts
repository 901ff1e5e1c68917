import { type Experiment, ExperimentError, InputError } from '../../experiment/index.ts';
import type { GivenNetwork } from '../../regions/index.ts';
import { REGIONS_SCHEMA } from '../../report/regions.ts';
import { version } from '../../version.ts';
import { deliver } from '../deliver.ts';
import { interruptible } from '../interrupt.ts';
import { type Given, optionName } from '../options.ts';
import { json } from '../output.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { checkFolder, writeFiles } from '../write.ts';
import { boundaryFindings } from './regions-boundary.ts';
import { segmentFindings } from './regions-segment.ts';
import { sliceFindings } from './regions-slice.ts';
import { type Findings, regionsSubject } from './regions-subject.ts';

/** Ways to look at a network, with the files that each writes. */
const FILES = {
  segment: ['result.json'],
  slice: ['result.json', 'polygons.json', 'slice.svg'],
  boundary: ['result.json'],
} as const;
type View = keyof typeof FILES;

/** Options that belong to one view. */
const OF_VIEW: readonly (readonly [option: string, view: View])[] = [
  ['window', 'slice'],
  ['points', 'boundary'],
  ['crossings', 'boundary'],
  ['readout', 'boundary'],
];

/** `expressivity regions [FILE]` */
export async function regions(file: string | undefined, given: Given, signal: AbortSignal): Promise<void> {
  const experiment = await readExperiment(file, given);
  const view = readView(given);
  const out = typeof given.out === 'string' ? given.out : null;
  if (out !== null) await checkFolder(out, FILES[view]);
  const { document, table, files } = await findings(experiment, given, view).catch((error: unknown) => {
    throw inUsersWords(fieldError(error), given, file);
  });
  const written = await deliver({
    out,
    write: (folder) => writeFiles(folder, { 'result.json': json(document), ...files }, signal),
    text: async () => (given.json === true ? json(document) : table),
    signal,
  });
  if (out !== null && given.quiet !== true) process.stderr.write(`wrote ${written.join(', ')}\n`);
}

/** @throws InputError for two views, and for an option of another one. */
function readView(given: Given): View {
  const [view = 'segment', another] = (['segment', 'slice', 'boundary'] as const).filter(
    (name) => given[name] === true,
  );
  if (another !== undefined)
    throw new InputError(`--${another}: expected one of --segment, --slice and --boundary, got two`);
  for (const [option, of] of OF_VIEW)
    if (given[option] !== undefined && view !== of)
      throw new InputError(`${optionName(option)}: expected --${of} beside it, got none`);
  return view;
}

/** Messages are `name: problem`; what they name is an option here. */
function fieldError(error: unknown): unknown {
  if (!(error instanceof RangeError || error instanceof TypeError)) return error;
  const [, name, problem] =
    /^(endpoints|mnistDir|activation|networkFile|window|plane|readout): (.*)$/s.exec(error.message) ?? [];
  if (name === undefined || problem === undefined) return error;
  if (name === 'networkFile' || name === 'window' || name === 'readout')
    return new InputError(`${optionName(name)}: ${problem}`);
  return new ExperimentError(name === 'plane' ? 'endpoints' : name, problem);
}

async function findings(experiment: Experiment, given: Given, view: View): Promise<Findings> {
  const subject = await regionsSubject(experiment, given);
  const { network, source } = subject;
  const about = {
    schema: REGIONS_SCHEMA,
    kind: view,
    network: {
      ...source,
      inputDim: network.inputDim,
      widths: network.layers.map(({ width }) => width),
      activation: activationText(network),
    },
    provenance: { version },
  };
  return interruptible(() => {
    if (view === 'slice') return sliceFindings(subject, given, about);
    if (view === 'boundary') return boundaryFindings(experiment, subject, given, about);
    return segmentFindings(experiment, subject, about);
  });
}

function activationText({ activation }: GivenNetwork): string {
  return activation.name === 'leaky-relu' ? `leaky-relu:${activation.slope}` : activation.name;
}
