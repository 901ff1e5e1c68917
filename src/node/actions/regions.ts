import { curve, curveAngle } from '../../curve/index.ts';
import { type Experiment, ExperimentError, InputError } from '../../experiment/index.ts';
import {
  exactImage,
  exactSlice,
  type GivenNetwork,
  planeAlong,
  planeCoordinates,
  planeThrough,
} from '../../regions/index.ts';
import {
  polygonsJson,
  REGIONS_SCHEMA,
  segmentColumns,
  segmentRegions,
  sliceColumns,
  sliceRegions,
} from '../../report/regions.ts';
import { sliceSvg } from '../../report/slice-svg.ts';
import { version } from '../../version.ts';
import { type Given, optionName } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { columnsTable } from '../table.ts';
import { checkFolder, writeFiles } from '../write.ts';
import { boundaryFindings } from './regions-boundary.ts';
import { regionsSubject } from './regions-subject.ts';
import { readWindow, windowAround } from './regions-window.ts';

/** What there is to print and to write. */
export interface Findings {
  readonly document: object;
  readonly table: string;
  /** Files beside `result.json`. */
  readonly files: Readonly<Record<string, string>>;
}

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

const SEGMENT_LEGEND = `length, pre-length: of the image after and before the activation. transitions: thresholds that neurons of
the layer cross. new breakpoints: where they do and no layer below does. regions, linear regions: activation
and linear regions of all layers so far on the curve. turning angle: total, in radians.
`;
const SLICE_LEGEND = `regions: activation regions of all layers so far in the window. boundary length: of what the layer adds.
`;

/** `expressivity regions [FILE]` */
export async function regions(file: string | undefined, given: Given): Promise<void> {
  const experiment = await readExperiment(file, given);
  const view = readView(given);
  const out = typeof given.out === 'string' ? given.out : null;
  if (out !== null) await checkFolder(out, FILES[view]);
  const { document, table, files } = await findings(experiment, given, view).catch((error: unknown) => {
    throw inUsersWords(fieldError(error), given, file);
  });
  await print(given.json === true ? json(document) : table);
  if (out === null) return;
  const written = await writeFiles(out, { 'result.json': json(document), ...files });
  if (given.quiet !== true) process.stderr.write(`wrote ${written.join(', ')}\n`);
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
  const { network, vertices, source } = subject;
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
    if (view === 'slice') return sliceFindings(network, vertices, given, about);
    if (view === 'boundary') return boundaryFindings(experiment, subject, given, about);
    return segmentFindings(experiment, network, vertices, about);
  });
}

function segmentFindings(
  { curve: kind }: Experiment,
  network: GivenNetwork,
  vertices: readonly Float64Array[],
  about: object,
): Findings {
  if (kind !== 'line' && kind !== 'polyline')
    throw new ExperimentError(
      'curve',
      `expected line or polyline, whose images are known exactly, got ${JSON.stringify(kind)}`,
    );
  const input = curve(kind, vertices);
  const { length, ...found } = segmentRegions(exactImage(network, input.vertices));
  const table = columnsTable(segmentColumns({ length, ...found }), { width: 110, ...tableOptions() });
  return {
    document: { ...about, input: { length, angle: curveAngle(input), dim: network.inputDim }, ...found },
    table: `${table.trimEnd()}\n\n${SEGMENT_LEGEND}`,
    files: {},
  };
}

function sliceFindings(
  network: GivenNetwork,
  vertices: readonly Float64Array[],
  given: Given,
  about: object,
): Findings {
  if (vertices.length !== 2 && vertices.length !== 3)
    throw new ExperimentError(
      'endpoints',
      `expected two or three points for a slice, got ${vertices.length}`,
    );
  const plane =
    vertices.length === 3
      ? planeThrough(vertices)
      : planeAlong(new Float64Array(network.inputDim), vertices[0]!, vertices[1]!);
  const marks = vertices.map((vertex, i) => {
    const [x, y] = planeCoordinates(plane, vertex);
    return { x, y, label: `x${'₀₁₂'[i]!}` };
  });
  const window =
    given.window === undefined ? windowAround(marks, vertices.length) : readWindow(String(given.window));
  const slice = exactSlice(network, plane, window);
  const found = sliceRegions(slice, plane);
  const table = columnsTable(sliceColumns(found), tableOptions());
  const total = `${found.regions} activation regions, ${found.linearRegions} linear regions in an area of ${found.area.toPrecision(6)}.\n`;
  const inside = marks.filter(
    ({ x, y }) => x >= window.x0 && x <= window.x1 && y >= window.y0 && y <= window.y1,
  );
  return {
    document: { ...about, ...found },
    table: `${table.trimEnd()}\n\n${total}${SLICE_LEGEND}`,
    files: {
      'polygons.json': polygonsJson(slice),
      'slice.svg': sliceSvg(slice, { marks: inside }),
    },
  };
}

function activationText({ activation }: GivenNetwork): string {
  return activation.name === 'leaky-relu' ? `leaky-relu:${activation.slope}` : activation.name;
}

/** Calls `work`, which holds the thread: no handler could run, so an interrupt ends the process by itself. Nothing is written meanwhile. */
function interruptible<T>(work: () => T): T {
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((name) => [name, process.listeners(name)] as const);
  for (const [name] of handlers) process.removeAllListeners(name);
  try {
    return work();
  } finally {
    for (const [name, listeners] of handlers) for (const listener of listeners) process.on(name, listener);
  }
}
