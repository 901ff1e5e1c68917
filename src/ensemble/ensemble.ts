/**
 * Measures all networks of a plan: hands out blocks, gathers them in order, decides when a run has enough.
 */
import type { CellParameters } from '../experiment/cells.ts';
import type { LengthRecord } from '../measure/index.ts';
import { hasWeights } from '../network/index.ts';
import { checkBlock, checkExecutor, type Executor, type Task } from './executor.ts';
import { Gatherer } from './gather.ts';
import { InterruptedError } from './interrupted.ts';
import type { EnsembleOptions, Progress } from './options.ts';
import type { Plan, Run } from './plan.ts';
import { runParameters } from './run-parameters.ts';
import { finalHalfWidth, intervalReached, nextLook } from './stopping.ts';
import { TasksInHand } from './tasks-in-hand.ts';

/** The state of one run. */
interface Ledger {
  readonly index: number;
  readonly run: Run;
  readonly depth: number;
  readonly gathered: Gatherer;
  /** What its blocks hold, once one is here. */
  kind: string | null;
  /** Networks measured of blocks that are not gathered yet, by number of the block's first: parts count. */
  readonly partly: Map<number, number>;
  /** Networks that are handed out, and up to which they may be. */
  handedOut: number;
  target: number;
  /** Whether the interval was narrow enough at the last look. */
  within: boolean;
  done: boolean;
}

/** What is measured of a plan at a look. */
export interface Look {
  /** Networks measured so far, over all runs. */
  readonly networks: number;
  /** One record per run of the plan. */
  readonly records: readonly LengthRecord[];
}

/**
 * One record per run of the plan. What comes out is a pure function of the plan: neither the executor, nor
 * the order in which blocks arrive, nor their size changes a digit.
 *
 * @throws TypeError, RangeError for an invalid executor or answer; InterruptedError when `signal`
 * is aborted; whatever the executor rejects with.
 */
export async function runEnsemble(
  plan: Plan,
  executor: Executor,
  options: EnsembleOptions = {},
): Promise<readonly LengthRecord[]> {
  for await (const { records } of looks(plan, executor, options, { stops: false, keeps: true }))
    return records;
  throw new Error('ensemble: expected records at the end, got none');
}

/**
 * The same without keeping records, for an executor that keeps its own: the number of networks of each run.
 */
export async function countNetworks(
  plan: Plan,
  executor: Executor,
  options: EnsembleOptions = {},
): Promise<readonly number[]> {
  for await (const { counts } of looks(plan, executor, options, { stops: false, keeps: false }))
    return counts;
  throw new Error('ensemble: expected numbers at the end, got none');
}

/**
 * The records at every look of the fixed schedule (`nextLook`) that comes before the end, then those of all
 * networks, which are the records of `runEnsemble`. Each is a pure function of the plan. At a look every run
 * that is not finished has as many networks as the look says.
 *
 * @throws as `runEnsemble` does.
 */
export function ensembleLooks(
  plan: Plan,
  executor: Executor,
  options: EnsembleOptions = {},
): AsyncGenerator<Look, void> {
  return looks(plan, executor, options, { stops: true, keeps: true });
}

/** A look, and the networks of each run. */
interface CountedLook extends Look {
  readonly counts: readonly number[];
}

async function* looks(
  plan: Plan,
  executor: Executor,
  { signal, onProgress }: EnsembleOptions,
  { stops, keeps }: { readonly stops: boolean; readonly keeps: boolean },
): AsyncGenerator<CountedLook, void> {
  checkExecutor(executor);
  const { networks, untilRelativeCi } = plan.experiment;
  const ledgers = plan.runs.map(
    (run, index): Ledger => ({
      index,
      run,
      depth: run.subject.network.layers.length,
      gathered: new Gatherer(run.subject, keeps),
      partly: new Map(),
      within: false,
      kind: null,
      handedOut: 0,
      target: networks ?? Math.min(nextLook(0), run.mostNetworks),
      done: false,
    }),
  );
  const parameters = runParameters(plan);
  const report = (ledger: Ledger) => onProgress?.(progress(ledgers, ledger, parameters[ledger.index]!));
  let look = stops ? nextLook(0) : Number.POSITIVE_INFINITY;
  const reason = () => new InterruptedError(total(ledgers), planned(ledgers));
  const inHand = new TasksInHand(executor, signal, reason);

  /** Where the block that is handed out next has to end: none goes across a look. */
  const end = ({ handedOut, target }: Ledger) => (stops ? Math.min(nextLook(handedOut), target) : target);
  const handOut = (ledger: Ledger): void => {
    const first = ledger.handedOut;
    const task: Task = {
      run: ledger.index,
      first,
      networks: Math.min(ledger.run.blockSize, end(ledger) - first),
    };
    ledger.handedOut += task.networks;
    const onShare = (share: number) => {
      ledger.partly.set(first, share * task.networks);
      report(ledger);
    };
    inHand.add(task, onShare, (block) => {
      ledger.kind = checkBlock(block, task, ledger.depth, ledger.kind);
      ledger.gathered.add(block);
      ledger.partly.set(first, task.networks);
      for (const start of ledger.partly.keys())
        if (start < ledger.gathered.networks) ledger.partly.delete(start);
      settle(ledger, untilRelativeCi);
      report(ledger);
    });
  };
  /** Runs below the look come first, so that one look after the other is complete. */
  const next = (): Ledger | undefined =>
    ledgers.find(({ handedOut, target }) => handedOut < Math.min(look, target)) ??
    ledgers.find(({ handedOut, target }) => handedOut < target);
  const isReached = ({ done, gathered }: Ledger) => done || gathered.networks >= look;
  const goesOn = ({ done, gathered }: Ledger) => !done || gathered.networks > look;

  try {
    while (ledgers.some((ledger) => !ledger.done)) {
      while (!inHand.isFull) {
        const ledger = next();
        if (!ledger) break;
        handOut(ledger);
      }
      await inHand.next();
      while (ledgers.every(isReached) && ledgers.some(goesOn)) {
        yield lookAt(ledgers, look);
        look = nextLook(look);
      }
    }
  } finally {
    inHand.drop();
  }
  const counts = ledgers.map(({ gathered }) => gathered.networks);
  const records = keeps ? ledgers.map(({ gathered, depth }) => gathered.record(depth)) : [];
  yield { networks: counts.reduce((sum, count) => sum + count, 0), records, counts };
}

/** The first networks of every run, `look` of each that has as many. */
function lookAt(ledgers: readonly Ledger[], look: number): CountedLook {
  const records = ledgers.map(({ gathered, depth }) => gathered.first(look, depth));
  const counts = records.map(({ networks }) => networks);
  return { networks: counts.reduce((sum, count) => sum + count, 0), records, counts };
}

/**
 * Looks at a run whose handed-out networks are all here: finished, at the latest where records are full, or
 * on to the next look. An interval must be narrow enough at two looks in a row, the second with as many
 * networks as theory asks: of all looks, the first narrow one is often one too narrow.
 */
function settle(ledger: Ledger, untilRelativeCi: number | null): void {
  if (ledger.gathered.networks < ledger.target) return;
  const { run, gathered, target, within } = ledger;
  if (untilRelativeCi !== null) {
    const { network } = run.subject;
    ledger.within = intervalReached(network, gathered.finalLengths(), untilRelativeCi);
    const enough = within && target >= run.leastNetworks;
    ledger.done = target === run.mostNetworks || (ledger.within && (enough || !hasWeights(network)));
  } else ledger.done = true;
  if (!ledger.done) ledger.target = Math.min(nextLook(target), run.mostNetworks);
}

function total(ledgers: readonly Ledger[]): number {
  return ledgers.reduce((sum, { gathered }) => sum + gathered.networks, 0);
}

function planned(ledgers: readonly Ledger[]): number {
  return ledgers.reduce((sum, { target }) => sum + target, 0);
}

function progress(
  ledgers: readonly Ledger[],
  { index, gathered }: Ledger,
  parameters: CellParameters,
): Progress {
  const work = (count: (ledger: Ledger) => number) =>
    ledgers.reduce((sum, ledger) => sum + count(ledger) * ledger.run.cost, 0);
  return {
    networks: total(ledgers),
    planned: planned(ledgers),
    share: work(measured) / work(({ target }) => target),
    run: index,
    runs: ledgers.length,
    parameters,
    relativeHalfWidth: () => (gathered.networks < 2 ? null : finalHalfWidth(gathered.finalLengths())),
  };
}

/** Networks measured of a run, those that are not gathered yet and parts of some included. */
function measured({ gathered, partly }: Ledger): number {
  return [...partly.values()].reduce((sum, networks) => sum + networks, gathered.networks);
}
