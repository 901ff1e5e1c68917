import type { KernelsName } from '../src/kernels/index.ts';
import type { Build } from './builds.ts';
import type { Table } from './table.ts';

export interface Context {
  /** A small grid, for a look rather than for numbers to quote. */
  readonly quick: boolean;
  readonly builds: readonly Build[];
  /** The build that runs whole experiments. */
  readonly kernels: KernelsName;
  /** Tells what is being measured. */
  log(text: string): void;
}

/** A group of benchmarks that belong together. */
export type Suite = (context: Context) => Promise<Table[]>;
