/** `npm run bench -- --kernel NAME --width 300 …`: one kernel at one's own sizes, and comparisons. */
import { parseArgs } from 'node:util';
import { DEFAULTS, type ExperimentInput, type Field } from '../src/experiment/index.ts';
import { cut } from '../src/input/errors.ts';
import { kernelsOf } from '../src/node/kernels.ts';
import { optionName } from '../src/node/option-words.ts';
import { readOptions } from '../src/node/options.ts';
import { atCommit, timesHere } from './against.ts';
import { builds } from './builds.ts';
import { type KernelTime, kernelTimes, TIMED_NAMES } from './kernel.ts';
import { machine } from './machine.ts';
import { say } from './options.ts';

/** Of an experiment, what a network and its curve are made of. */
const FIELDS = [
  'width',
  'depth',
  'widths',
  'density',
  'weights',
  'sigmaW',
  'sigmaB',
  'activation',
  'inputDim',
  'curve',
  'estimator',
  'points',
  'measure',
  'draw',
] as const satisfies readonly Field[];

/** Where they differ from those of a run: samples, and weights that are drawn. */
const OWN_DEFAULTS: ExperimentInput = {
  width: 784,
  estimator: 'polyline',
  draw: 'weights',
  sigmaW: 2,
  seed: 1,
};

export const HELP = `Usage: npm run bench -- [options]

Without sizes: tables of everything, about ten minutes.
  --only <name,…>     some of them: SUITES
  --quick             small grids, under a minute of processor time
  --kernels <name>    build that runs whole experiments (default: simd128)
  --json <file|->     the tables as JSON too; - prints JSON alone

With one of these: one kernel in one network of these sizes, one line a build.
  --kernel <name>     ${wrapped(TIMED_NAMES, 22)}
                      (default: network, all of it)
  --width, --depth, --widths, --density, --weights, --sigma-w, --sigma-b, --activation, --input-dim,
  --curve, --estimator, --points, --measure, --draw
                      as of expressivity trajectory (default: width 784, depth 10, 1000 points, polyline, weights)
  --kernels <name,…>  builds, timed in turns (default: all that this Node can run)
  --against <commit>  the same at another commit, in turns with this working tree
  --seconds <s>       how long each build is timed (default: 1)
  --json              one JSON document instead of lines

Examples:
  npm run bench -- --width 300 --density 0.2 --points 500
  npm run bench -- --kernel sparseLayer --width 300 --density 0.2 --points 500 --against HEAD~1
`;

function wrapped(words: readonly string[], indent: number): string {
  const lines = [''];
  for (const [i, word] of words.entries()) {
    const text = i < words.length - 1 ? `${word}, ` : word;
    if (lines.at(-1)!.length + text.length > 86) lines.push('');
    lines[lines.length - 1] += text;
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(indent)}`);
}

/** Whether these words ask for one kernel and not for tables. */
export function isOwn(args: readonly string[]): boolean {
  const own = ['--kernel', '--against', '--seconds', ...FIELDS.map(optionName)];
  return args.some((arg) => own.includes(arg.split('=')[0]!));
}

interface Own {
  readonly kernel: string;
  readonly input: ExperimentInput;
  readonly kernels: readonly string[] | null;
  readonly against: string | null;
  readonly seconds: number;
  readonly json: boolean;
}

/** @throws Error in one line. */
export function readOwn(args: readonly string[]): Own {
  const text = { type: 'string' } as const;
  const names = ['kernel', 'kernels', 'against', 'seconds', ...FIELDS.map((f) => optionName(f).slice(2))];
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, ...Object.fromEntries(names.map((name) => [name, text])) },
  }) as { values: Record<string, string | boolean | undefined> };
  const { fields } = readOptions(
    Object.fromEntries(FIELDS.map((field) => [field, values[optionName(field).slice(2)]])),
  );
  const kernel = String(values.kernel ?? 'network');
  if (!TIMED_NAMES.includes(kernel)) {
    throw new RangeError(`--kernel: expected one of ${TIMED_NAMES.join(', ')}, got ${cut(kernel)}`);
  }
  const seconds = Number(values.seconds ?? 1);
  if (!(seconds > 0 && seconds <= 600)) {
    throw new RangeError(`--seconds: expected a number in (0, 600], got ${cut(String(values.seconds))}`);
  }
  const kernels =
    values.kernels === undefined
      ? null
      : String(values.kernels)
          .split(',')
          .map((name) => kernelsOf(name));
  const width = fields.widths === undefined ? { width: OWN_DEFAULTS.width } : {};
  const { width: _, ...others } = OWN_DEFAULTS;
  const input = { ...others, ...width, ...fields } as ExperimentInput;
  return {
    kernel,
    input,
    kernels,
    against: values.against === undefined ? null : String(values.against),
    seconds,
    json: values.json === true,
  };
}

/** Times what was asked for and prints it. @throws Error in one line. */
export async function own(args: readonly string[]): Promise<void> {
  const { kernel, input, kernels, against, seconds, json } = readOwn(args);
  const timed = builds(() => {}).filter(({ name }) => kernels === null || kernels.includes(name));
  if (against === null) return print({ times: await kernelTimes(kernel, input, timed, seconds) });
  const other = await atCommit(against, say);
  try {
    const others = withoutOption(args, '--against').filter((arg) => arg !== '--json');
    const mine = [...withoutOption(others, '--seconds'), '--seconds', String(seconds / ROUNDS)];
    const here: KernelTime[][] = [];
    const there: KernelTime[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      here.push(await timesHere(mine));
      there.push(await other.times(mine));
    }
    print({ times: best(here), against: { commit: other.commit, times: best(there) } });
  } finally {
    await other.remove();
  }

  function print(result: Result): void {
    const size = { ...DEFAULTS, ...input };
    if (json) process.stdout.write(`${JSON.stringify({ machine: machine(), kernel, input, ...result })}\n`);
    else process.stdout.write(lines(result, sizeText(size)).join(''));
  }
}

interface Result {
  readonly times: readonly KernelTime[];
  readonly against?: { readonly commit: string; readonly times: readonly KernelTime[] };
}

/** Turns that a commit and the working tree take. */
const ROUNDS = 3;

function withoutOption(args: readonly string[], name: string): string[] {
  return args.filter((arg, i) => arg !== name && !arg.startsWith(`${name}=`) && args[i - 1] !== name);
}

/** Of several turns, build by build, the fastest. */
function best(turns: readonly (readonly KernelTime[])[]): KernelTime[] {
  return turns[0]!.map((_, i) => turns.map((turn) => turn[i]!).reduce((a, b) => (b.best < a.best ? b : a)));
}

function sizeText(size: ExperimentInput): string {
  const { widths, width, depth, density, points, estimator, activation } = size;
  const shape = widths === undefined || widths === null ? `k = ${width}, depth ${depth}` : `k = ${widths}`;
  const samples = estimator === 'exact' ? 'exact' : `T = ${points}, ${estimator}`;
  return `${shape}, density ${density}, ${activation}, ${samples}`;
}

function lines({ times, against }: Result, size: string): string[] {
  return times.map((time) => {
    const { kernel, kernels, calls, share, gmacs } = time;
    const part = kernel === 'network' ? '' : `, ${calls} calls, ${number(100 * share)} % of the network`;
    const rate = gmacs === null ? '' : `, nominal ${number(gmacs)} GMAC/s`;
    const old = against?.times.find((one) => one.kernels === kernels);
    const ratio =
      old === undefined
        ? ''
        : `; ${against!.commit}: ${number(old.best)} ms, ${number(old.best / time.best)} times as long`;
    return `${kernel} (${kernels}), ${size}: ${number(time.best)} ms a network (median ${number(time.median)})${part}${rate}${ratio}\n`;
  });
}

const number = (x: number) => String(Number(x.toPrecision(3)));
