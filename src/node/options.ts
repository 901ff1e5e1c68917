/** The options of the command line: one for every field of an experiment, and those of every run. */
import type { Command } from 'commander';
import {
  ASKED_MEASURES,
  DEFAULTS,
  DENSE_ACTIVATION_SYNTAX,
  type Field,
  INIT_NAMES,
  LAW_SYNTAX,
  MASK_SYNTAX,
  parseNumberList,
  readNumber,
} from '../experiment/index.ts';
import type { CommandOptions } from './command-options.ts';
import { optionName } from './option-words.ts';

/** How the text of an option becomes a value of its field. */
const READ: Record<'text' | 'texts' | 'names' | 'number' | 'numbers' | 'flag', (text: string) => unknown> = {
  text: (text) => text,
  // CommandOptions several times.
  texts: (text) => [text],
  names: (text) => text.split(','),
  // What is no number stays text, and the experiment's schema says what it expected instead.
  number: (text) => (Number.isNaN(readNumber(text)) ? text : readNumber(text)),
  numbers: parseNumberList,
  // Commander has made it true.
  flag: (text) => text,
};

interface Option {
  readonly value: string;
  readonly reads: keyof typeof READ;
  readonly help: string;
}

const NETWORK_OPTIONS: Partial<Record<Field, Option>> = {
  width: { value: '<n,…>', reads: 'numbers', help: 'width of every hidden layer' },
  depth: { value: '<n>', reads: 'number', help: 'number of hidden layers' },
  widths: { value: '<n,…>', reads: 'numbers', help: 'widths one by one, instead of --width and --depth' },
  init: {
    value: '<name>',
    reads: 'text',
    help: `a known initialisation, in place of --weights, --sigma-w, --scaling, --biases, --sigma-b and --bias-scaling: ${INIT_NAMES.join(', ')}`,
  },
  density: { value: '<a,…>', reads: 'numbers', help: 'probability that a weight is kept, in [0, 1]' },
  mask: { value: '<mask>', reads: 'text', help: `how masks are drawn: ${MASK_SYNTAX}` },
  weights: { value: '<law,…>', reads: 'names', help: LAW_SYNTAX },
  sigmaW: { value: '<s,…>', reads: 'numbers', help: 'standard deviation of a kept weight before scaling' },
  sigmaB: { value: '<s,…>', reads: 'numbers', help: 'standard deviation of a bias' },
  biases: { value: '<law>', reads: 'text', help: 'distribution of a bias' },
  scaling: {
    value: '<fan-in|fan-out|fan-avg|none|density>',
    reads: 'text',
    help: 'divide weights by the square root of the fan-in, the fan-out, their mean, nothing, or density times fan-in',
  },
  biasScaling: {
    value: '<none|fan-in>',
    reads: 'text',
    help: 'divide biases by sqrt(fan-in), or not',
  },
  activation: {
    value: '<name,…>',
    reads: 'names',
    help: DENSE_ACTIVATION_SYNTAX,
  },
  inputDim: { value: '<n>', reads: 'number', help: 'input dimension where the endpoints do not fix it' },
};

/** `regions` has an option --network-file of its own, for one network. */
const GIVEN_OPTIONS: Partial<Record<Field, Option>> = {
  networkFile: {
    value: '<file>',
    reads: 'texts',
    help: 'a network with given weights (.json, .npz, .safetensors, .onnx, .pt or .nnet) instead of drawn ones; given several times, an ensemble',
  },
  outputActivation: {
    value: '<name>',
    reads: 'text',
    help: 'activation of the last layer if the network file has none (default: linear)',
  },
  transpose: {
    value: '',
    reads: 'flag',
    help: 'the matrices of the network file have a row for every input (default: their shapes decide)',
  },
};

const MEASUREMENT_OPTIONS: Partial<Record<Field, Option>> = {
  curve: { value: '<kind>', reads: 'text', help: 'line, arc, circle or polyline' },
  radius: {
    value: '<r>',
    reads: 'number',
    help: 'radius of a circle through orthonormal points; q*: the radius at which layer 1 is at the fixed point of the length map',
  },
  endpoints: {
    value: '<ends>',
    reads: 'text',
    help: 'orthonormal, gaussian, mnist:3,8, or a .npy or .csv file',
  },
  mnistDir: { value: '<dir>', reads: 'text', help: 'folder with the four MNIST files, gzipped or not' },
  estimator: {
    value: '<exact|polyline|tangent>',
    reads: 'text',
    help: 'how length is measured',
  },
  points: {
    value: '<n>',
    reads: 'number',
    help: 'number of points on the curve; the exact estimator takes none',
  },
  measure: {
    value: '<name,…>',
    reads: 'names',
    help: `quantities to measure in each layer beside length, ratio and growth; length alone is fastest: ${ASKED_MEASURES.join(', ')}`,
  },
  draw: {
    value: '<auto|weights|law>',
    reads: 'text',
    help: "draw each network's weights, or images from their distribution where it is known",
  },
  networks: { value: '<n>', reads: 'number', help: 'number of networks' },
  untilRelativeCi: {
    value: '<x>',
    reads: 'number',
    help: "instead of --networks: draw networks until the 95 % interval of the last layer's mean ratio is within ±x of it",
  },
  seed: { value: '<n>', reads: 'number', help: 'seed of all randomness, 0 … 2^53-1' },
};

const OPTIONS = { ...NETWORK_OPTIONS, ...GIVEN_OPTIONS, ...MEASUREMENT_OPTIONS };

/** Defaults that are not the value of a field. */
const DEFAULT_TEXT: Partial<Record<Field, string>> = {
  estimator:
    'tangent for lengths alone, else exact for straight curves and piecewise-linear activations, else polyline',
  inputDim: 'the width of the first layer',
  measure: 'length with --until-relative-ci, else transitions and regions of exact images',
  points: '1000; for lengths alone 8 tangents on lines and arcs, 16 on circles and polylines',
  mnistDir: 'the sample that ships with the package',
  radius: '1',
};

/** The fields of an experiment that say which networks are drawn. */
export const NETWORK_FIELDS = [
  'width',
  'depth',
  'widths',
  'init',
  'density',
  'mask',
  'weights',
  'sigmaW',
  'sigmaB',
  'biases',
  'scaling',
  'biasScaling',
  'activation',
  'inputDim',
] as const;

/** Those, and where networks are looked at; not how they are measured. */
export const SUBJECT_FIELDS = [
  ...NETWORK_FIELDS,
  'curve',
  'radius',
  'endpoints',
  'mnistDir',
  'seed',
] as const;

/**
 * Adds an option for every field of an experiment; those not given stay undefined. Returns the same command.
 */
export function addExperimentOptions(command: Command): Command {
  return addOptions(command, OPTIONS);
}

/** Adds the options of these fields alone, for a command that takes no sweep. Returns the same command. */
export function addFieldOptions(command: Command, names: readonly (keyof typeof OPTIONS)[]): Command {
  const one = (name: keyof typeof OPTIONS): Option => {
    const option = OPTIONS[name]!;
    return name === 'widths' ? option : { ...option, value: option.value.replace(',…>', '>') };
  };
  return addOptions(command, Object.fromEntries(names.map((name) => [name, one(name)])));
}

/** Help of --progress. */
export const PROGRESS_HELP =
  'progress on standard error: a line for people, a JSON object a line for programs, none (default: auto)';

/** Adds --kernels, --threads, --out, --json, --progress and --quiet. */
export function addRunOptions(command: Command): Command {
  return command
    .option(
      '--kernels <name>',
      'auto, simd128 (the same digits on every machine), relaxed or, from Node 24 on, turbo (default: auto)',
    )
    .option('--threads <n>', 'worker threads; they change no digit (default: all of the machine)')
    .option('--out <dir>', 'write the results into this folder')
    .option('--json', 'print one JSON document instead of the table')
    .option('--progress <auto|json|none>', PROGRESS_HELP)
    .option('--quiet', 'no progress and no notes on standard error');
}

function addOptions(command: Command, options: Partial<Record<Field, Option>>): Command {
  for (const [field, { value, reads, help }] of Object.entries(options) as [Field, Option][]) {
    const fallback =
      DEFAULT_TEXT[field] ?? (field === 'inputShape' || field === 'batch' ? null : DEFAULTS[field]);
    const shown = fallback === null ? help : `${help} (default: ${fallback})`;
    const flags = `${optionName(field)} ${value}`.trim();
    if (reads === 'texts') command.option(flags, shown, (text, before: string[] = []) => [...before, text]);
    else command.option(flags, shown);
  }
  return command;
}

/**
 * The fields that the options set. A list that cannot be read stays text, for the schema to refuse; `reasons`
 * says why.
 */
export function readOptions(options: CommandOptions) {
  const fields: Record<string, unknown> = {};
  const reasons = new Map<string, string>();
  for (const [field, { reads }] of Object.entries(OPTIONS)) {
    const text = options[field];
    if (text === undefined) continue;
    fields[field] = text;
    if (typeof text !== 'string') continue;
    try {
      fields[field] = READ[reads](text);
    } catch (error) {
      reasons.set(field, (error as Error).message);
    }
  }
  return { fields, reasons };
}
