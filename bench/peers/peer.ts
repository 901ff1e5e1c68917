/** Peers as processes of their own: what a researcher would write instead, timed on the same experiment. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExperimentCase } from '../experiments.ts';
import { run } from '../process.ts';

export interface PeerRun {
  readonly networks: number;
  readonly secondsPerNetwork: number;
  /** Processor time of all processes, for a network; not of peers that do not say it. */
  readonly cpuSecondsPerNetwork?: number;
  /** Mean over the networks of a layer's length over the input's. */
  readonly ratios: readonly number[];
  /** The same of its square. */
  readonly squares?: readonly number[];
}

export interface Peer {
  readonly name: string;
  /** Command and first arguments, before the backend's name. */
  readonly command: readonly string[];
  readonly backend: string;
  /** Processes that share the networks, one thread each; a peer with threads of its own has one. */
  readonly processes: number;
  /** Densities that it is meant for. */
  suits(density: number): boolean;
  /** What is missing for it to run, with the remedy; `null` if nothing is. */
  missing(): Promise<string | null>;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
type Suits = Peer['suits'];
const always: Suits = () => true;

function python(
  name: string,
  backend: string,
  module: string,
  processes: number,
  suits: Suits = always,
): Peer {
  const missing = () => missingFromPython(module);
  return { name, command: ['python3', here('./peer.py')], backend, processes, suits, missing };
}

/** A matrix without zeros in CSR says nothing about CSR. */
const isSparse: Suits = (density) => density < 1;

export const PEERS: readonly Peer[] = [
  python('numpy', 'numpy', 'numpy', 2),
  python('scipy', 'scipy', 'scipy.sparse', 2, isSparse),
  python('torch', 'torch', 'torch', 1),
  python('torch-csr', 'torch-csr', 'torch', 1, isSparse),
  {
    name: 'tfjs',
    command: [process.execPath, here('./tfjs.js')],
    backend: 'tfjs',
    processes: 2,
    suits: always,
    missing: async () =>
      existsSync(here('./node_modules/@tensorflow/tfjs-backend-wasm'))
        ? null
        : 'not installed; npm install --prefix bench/peers',
  },
];

async function missingFromPython(module: string): Promise<string | null> {
  for (const needed of new Set(['numpy', module])) {
    try {
      await run('python3', ['-c', `import ${needed}`]);
    } catch {
      return `python3 with ${needed} not found`;
    }
  }
  return null;
}

/**
 * Runs `networks` networks, an equal share in each process, all at once. Time is the slowest's, without
 * start-up.
 */
export async function runPeer(
  peer: Peer,
  { width, depth, density, points }: ExperimentCase,
  networks: number,
  { sigma, seed, ends }: { sigma: number; seed: number; ends: string },
): Promise<PeerRun> {
  const share = Math.ceil(networks / peer.processes);
  const [command, ...script] = peer.command;
  const shape = [width, depth, density, points, share, sigma].map(String);
  const parts = await Promise.all(
    Array.from({ length: peer.processes }, async (_, i) => {
      const args = [...script, peer.backend, ...shape, String(seed * peer.processes + i), ends];
      const { stdout } = await run(command!, args, { env: environment(peer) });
      return JSON.parse(stdout) as Printed;
    }),
  );
  const all = share * peer.processes;
  const mean = (of: (part: Printed) => readonly number[]) =>
    of(parts[0]!).map((_, l) => parts.reduce((sum, part) => sum + of(part)[l]!, 0) / parts.length);
  const slowest = Math.max(...parts.map(({ seconds }) => seconds));
  const cpu = parts.reduce((sum, part) => sum + (part.cpu ?? Number.NaN), 0);
  return {
    networks: all,
    secondsPerNetwork: slowest / all,
    ratios: mean(({ growth }) => growth),
    ...(!Number.isNaN(cpu) && {
      cpuSecondsPerNetwork: cpu / all,
      squares: mean(({ squares }) => squares!),
    }),
  };
}

/** What a peer prints of its networks; Python's have all of it. */
interface Printed {
  readonly seconds: number;
  readonly growth: readonly number[];
  readonly cpu?: number;
  readonly squares?: readonly number[];
}

/** One thread a process where there are several; OpenBLAS left to recognise the processor. */
function environment({ processes }: Peer): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _l2, ...rest } = process.env;
  if (processes === 1) return rest;
  return { ...rest, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
}
