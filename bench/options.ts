/** The options that both benchmark commands share. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { KernelsName } from '../src/kernels/index.ts';
import { kernelsOf } from '../src/node/kernels.ts';
import { machine, machineLine } from './machine.ts';
import { markdown, type Table } from './table.ts';

export interface BenchOptions {
  /** What to run, in the order of `names`. */
  readonly only: readonly string[];
  readonly quick: boolean;
  /** A file, `-` for standard output, or nothing. */
  readonly json: string | null;
  /** The build that runs whole experiments: what `--kernels` of the command line accepts. */
  readonly kernels: KernelsName;
}

/**
 * Reads `--only a,b`, `--quick`, `--json FILE|-`, `--kernels NAME`. @throws RangeError, or TypeError from
 * Node, in one line.
 */
export function readOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean' },
      json: { type: 'string' },
      kernels: { type: 'string' },
    },
  });
  const asked = values.only?.split(',') ?? names;
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`--only: expected some of ${names.join(',')}, got ${JSON.stringify(unknown)}`);
  }
  return {
    only: names.filter((name) => asked.includes(name)),
    quick: values.quick ?? false,
    json: values.json ?? null,
    kernels: kernelsOf(values.kernels ?? 'auto'),
  };
}

/** Prints tables as they come, collects them, and writes the JSON at the end. */
export class Output {
  readonly #tables: Table[] = [];
  readonly #json: string | null;

  constructor(json: string | null) {
    this.#json = json;
  }

  add(tables: readonly Table[]): void {
    this.#tables.push(...tables);
    if (this.#json === '-') return;
    for (const table of tables) process.stdout.write(`${markdown(table, machineLine(machine()))}\n`);
  }

  async end(): Promise<void> {
    if (this.#json === null) return;
    const text = `${JSON.stringify({ machine: machine(), tables: this.#tables }, null, 2)}\n`;
    if (this.#json === '-') process.stdout.write(text);
    else await writeFile(this.#json, text);
  }
}

/** To standard error: what is being measured, and what went wrong. */
export function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

/** Runs a command; an error is one line, exit code 2 for wrong options and 1 for the rest. */
export async function command(
  names: readonly string[],
  work: (options: BenchOptions, output: Output) => Promise<void>,
): Promise<void> {
  let options: BenchOptions;
  try {
    options = readOptions(process.argv.slice(2), names);
  } catch (error) {
    say((error as Error).message.split('\n')[0]!);
    process.exitCode = 2;
    return;
  }
  const output = new Output(options.json);
  try {
    await work(options, output);
    await output.end();
  } catch (error) {
    say((error as Error).message);
    process.exitCode = 1;
  }
}
