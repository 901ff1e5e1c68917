/** What a process costs: start-up time over an empty one, and peak memory. */
import type { ResultDocument } from '../src/index.ts';
import { CLI, requireBuilt } from './built.ts';
import { type Ended, runNode } from './process.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';
import { median } from './time.ts';

const TIMED: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'expressivity --version': [CLI, '--version'],
  'expressivity trajectory, k = 100, 10 networks': [
    CLI,
    'trajectory',
    '--networks',
    '10',
    '--json',
    '--quiet',
  ],
};

const COMMON = ['trajectory', '--depth', '10', '--estimator', 'polyline', '--points', '1000'];
const QUIETLY = ['--threads', '2', '--json', '--quiet'];
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  'k = 784, density 1, 2 workers': [CLI, ...COMMON, ...QUIETLY, '--width', '784', '--networks', '20'],
  'k = 784, density 0.1, 2 workers': [
    CLI,
    ...COMMON,
    ...QUIETLY,
    '--width',
    '784',
    '--density',
    '0.1',
    '--networks',
    '20',
  ],
  'k = 8192, density 0.01, 2 workers': [
    CLI,
    ...COMMON,
    ...QUIETLY,
    '--width',
    '8192',
    '--density',
    '0.01',
    '--networks',
    '4',
  ],
};

/** The commands take turns, so that whatever else the machine does falls on all of them. */
async function startTimes(rounds: number): Promise<Record<string, Cell>[]> {
  const seconds = new Map<string, number[]>(Object.keys(TIMED).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(TIMED)) {
      const ended = await runNode(args);
      checkOutput(name, ended);
      seconds.get(name)!.push(ended.seconds);
    }
  }
  const empty = median(seconds.get('node -e 0')!);
  return [...seconds].map(([process, times]) => ({
    process,
    'ms, median': 1000 * median(times),
    'ms, least': 1000 * Math.min(...times),
    'ms over node -e 0': 1000 * (median(times) - empty),
  }));
}

/** @throws Error if the process did not do what it was started for. */
function checkOutput(name: string, { stdout }: Ended): void {
  if (name.includes('--version') && !/^\d+\.\d+\.\d+\n$/.test(stdout)) {
    throw new Error(`${name}: expected a version, got ${JSON.stringify(stdout)}`);
  }
  if (name.includes('trajectory')) kernelsOf(name, stdout);
}

/** The build of the kernels that made a result. @throws Error if the result has no networks. */
function kernelsOf(name: string, json: string): string {
  const { cells, provenance } = JSON.parse(json) as ResultDocument & { provenance: { kernels: string } };
  if (!(cells[0]!.networks > 0)) throw new Error(`${name}: expected networks in the result, got none`);
  return provenance.kernels;
}

async function peakMemory(
  processes: readonly (readonly [string, readonly string[]])[],
): Promise<Pick<Table, 'kernels' | 'rows'>> {
  const rows: Record<string, Cell>[] = [];
  let kernels = '';
  for (const [name, args] of processes) {
    const ended = await runNode(args, { memory: true });
    kernels = kernelsOf(name, ended.stdout);
    rows.push({ process: name, 'peak memory, MB': ended.peakMemory! / 1e6, seconds: ended.seconds });
  }
  return { kernels, rows };
}

export const startupSuite: Suite = async ({ quick, log }) => {
  requireBuilt();
  const rounds = quick ? 1 : 11;
  log('startup');
  const started = await startTimes(rounds);
  log('peak memory');
  const memory = await peakMemory(quick ? Object.entries(MEASURED).slice(1, 2) : Object.entries(MEASURED));
  return [
    {
      title: 'Start-up',
      note: `Whole processes from spawn to exit, ${rounds} rounds in turns.`,
      kernels: memory.kernels,
      rows: started,
    },
    {
      title: 'Peak memory',
      note: 'Largest resident set of the whole process (ru_maxrss): depth 10, T = 1000.',
      ...memory,
    },
  ];
};
