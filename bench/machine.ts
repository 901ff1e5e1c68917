/** What the numbers were measured on, for the header of every table. */
import { availableParallelism, cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';

const flagsSet: string[] = [];

/** Sets a V8 flag for this process and notes it. Works on modules that are compiled afterwards. */
export function setFlag(flag: string): void {
  if (flagsSet.includes(flag)) return;
  setFlagsFromString(flag);
  flagsSet.push(flag);
}

export interface Machine {
  readonly node: string;
  readonly v8: string;
  readonly cpu: string;
  readonly cores: number;
  readonly flags: readonly string[];
}

export function machine(): Machine {
  return {
    node: process.version,
    v8: process.versions.v8,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    flags: [...givenFlags(), ...flagsSet],
  };
}

/** Flags that Node was started with, less the loader of TypeScript. */
function givenFlags(): string[] {
  return process.execArgv.filter((arg) => /^--(?!import|require)/.test(arg));
}

/** One line: `Node v20.20.2 (V8 11.3…), AMD EPYC × 2, V8 flags: none`. */
export function machineLine({ node, v8, cpu, cores, flags }: Machine): string {
  return `Node ${node} (V8 ${v8}), ${cpu} × ${cores}, V8 flags: ${flags.join(' ') || 'none'}`;
}
