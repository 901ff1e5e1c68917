/**
 * All commands, as the help lists them. The file of a command is loaded only when the command is called.
 */
import type { Command } from 'commander';

export interface CommandEntry {
  /** Options and arguments after the name. A test compares it with those that the file adds. */
  readonly usage: string;
  readonly description: string;
  /** Loads the file, and returns the function that adds arguments, options, help and action. */
  readonly load: () => Promise<(command: Command, signal: AbortSignal) => void>;
}

/** Commands that share a first word. */
export interface CommandGroup {
  readonly description: string;
  readonly commands: Commands;
}

export type Commands = Readonly<Record<string, CommandEntry | CommandGroup>>;

const THEORY: Commands = {
  growth: {
    usage: '[options] [FILE]',
    description: 'expected growth of trajectory length: bounds, exact values, asymptotics',
    load: async () => (await import('./theory-growth.ts')).theoryGrowthCommand,
  },
  transitions: {
    usage: '[options]',
    description: 'exact expected transitions along a curve, for dense Gaussian ReLU networks without biases',
    load: async () => (await import('./theory-transitions.ts')).theoryTransitionsCommand,
  },
  meanfield: {
    usage: '[options]',
    description: 'wide networks: fixed points of length and correlation, depth scales, phase, curvature',
    load: async () => (await import('./theory-meanfield.ts')).theoryMeanfieldCommand,
  },
  regions: {
    usage: '[options]',
    description: 'how many linear regions a ReLU network can have: exact integers, lower and upper bounds',
    load: async () => (await import('./theory-regions.ts')).theoryRegionsCommand,
  },
  explain: {
    usage: '[options] [NAME]',
    description: 'explain a bound, formula or measured quantity: statement, assumptions, source, looseness',
    load: async () => (await import('./theory-explain.ts')).theoryExplainCommand,
  },
};

export const COMMANDS: Commands = {
  trajectory: {
    usage: '[options] [FILE]',
    description:
      'push a curve through randomly drawn networks, measure its image layer by layer, compare with theory',
    load: async () => (await import('./trajectory.ts')).trajectoryCommand,
  },
  report: {
    usage: '[options] <DIR>',
    description: 'compute the results of a run folder again from its records',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  plan: {
    usage: '[options] [FILE]',
    description: 'divide a run into shards that processes or machines measure independently',
    load: async () => (await import('./plan.ts')).planCommand,
  },
  shard: {
    usage: '[options] <DIR> <I>',
    description: 'measure one shard of a planned run',
    load: async () => (await import('./shard.ts')).shardCommand,
  },
  status: {
    usage: '[options] <DIR>',
    description: 'list which shards of a planned run are done and missing, and estimate the time left',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  merge: {
    usage: '[options] <DIR>',
    description: 'compute the results of a planned run once all shards are done',
    load: async () => (await import('./merge.ts')).mergeCommand,
  },
  slurm: {
    usage: '[options] <DIR>',
    description: 'write a script that runs a planned run as Slurm jobs, and submit it if asked',
    load: async () => (await import('./slurm.ts')).slurmCommand,
  },
  worker: {
    usage: '[options]',
    description: 'measure networks for runs of other processes, over a queue on Redis',
    load: async () => (await import('./worker.ts')).workerCommand,
  },
  theory: {
    description: 'theory without sampling: growth, transitions, regions, wide networks',
    commands: THEORY,
  },
  regions: {
    usage: '[options] [FILE]',
    description:
      'one network, exactly: its linear and activation regions on a line or in a plane, or its decision boundary',
    load: async () => (await import('./regions.ts')).regionsCommand,
  },
  train: {
    usage: '[options] <FILE>',
    description: 'train a network on digits, and measure it during training',
    load: async () => (await import('./train.ts')).trainCommand,
  },
  figure: {
    usage: '[options] <ID>',
    description: 'reproduce a figure of the source papers: run it, draw it, compare it with theory',
    load: async () => (await import('./figure.ts')).figureCommand,
  },
  page: {
    usage: '[options]',
    description: 'serve the interactive page on this machine and open it: curves, growth, phases, regions',
    load: async () => (await import('./page.ts')).pageCommand,
  },
};
