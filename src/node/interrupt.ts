/** SIGINT, SIGTERM and SIGHUP stop the command, while it waits and while it computes. */
import { type Context, createContext, Script } from 'node:vm';

/** Work under way has this long to stop and to say how far it came. */
const GRACE_MS = 700;

interface Listener {
  readonly controller: AbortController;
  readonly onSignal: () => void;
}

/** Null in a program that uses the library: its signals are its own. */
let listener: Listener | null = null;
/** Where an interrupted command leaves its results; null if there are none. */
let kept: string | null = null;

/**
 * A signal that the first SIGINT, SIGTERM or SIGHUP aborts. The second ends the process at once, and so does
 * the end of the time that work has to stop, after `onLate`.
 */
export function interruptSignal(onLate: () => void): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    setTimeout(() => {
      onLate();
      process.exit(130);
    }, GRACE_MS).unref();
  };
  listener = { controller, onSignal };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  return controller.signal;
}

/**
 * The message of an interrupted command; `soFar` is its progress, as in `3 of 10 networks were finished`.
 */
export function interruptMessage(soFar?: string): string {
  const left = kept ?? 'nothing was written';
  return `interrupted: ${soFar === undefined ? left : `${soFar}, ${left}`}`;
}

/** The interrupt of a command without results of its own. */
export class StoppedError extends Error {}

/** From now on an interrupt leaves results in this folder. */
export function resultsAreIn(folder: string): void {
  kept = `what was finished is in ${folder}`;
}

/** From now on an interrupt leaves records in this folder. */
export function recordsAreIn(folder: string): void {
  kept = `what was finished is in ${folder}, and --resume goes on`;
}

/** There was nothing to record. */
export function forgetRecords(): void {
  kept = null;
}

/**
 * Lets signals that have come be heard: those that come while a callback of a file runs are polled for in the next turn of the event loop,
 * so that one turn is not enough. @throws the reason of the signal that `interruptSignal` made, if it is aborted. */
export async function hearSignals(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  listener?.controller.signal.throwIfAborted();
}

/**
 * Calls `work`, which may hold the thread for minutes and must leave nothing half-written; as `compute`,
 * after `hearSignals`.
 */
export async function interruptible<T>(work: () => T): Promise<T> {
  await hearSignals();
  return compute(work);
}

/**
 * Calls `work`, which may hold the thread for long. No handler of a signal can run meanwhile: SIGINT stops
 * it, and aborts the signal that `interruptSignal` made; SIGTERM and SIGHUP end the process.
 */
export function compute<T>(work: () => T): T {
  if (listener === null) return work();
  const { onSignal } = listener;
  process.off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  try {
    return computeBriefly(work);
  } finally {
    process.on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  }
}

let sandbox: Context | null = null;
const CALL = new Script('work()');

/** The same of one step of many, after which SIGTERM and SIGHUP are heard. */
export function computeBriefly<T>(work: () => T): T {
  if (listener === null) return work();
  sandbox ??= createContext({});
  sandbox.work = work;
  try {
    return CALL.runInContext(sandbox, { breakOnSigint: true, displayErrors: false }) as T;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED')
      listener.controller.abort();
    throw error;
  }
}
