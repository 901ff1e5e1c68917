import type { Plan, Run } from '../../ensemble/plan.ts';
import { numbersOf } from '../../experiment/measures.ts';

/** A task of a queue is about a fifth of a second of work: passing it takes some milliseconds. */
const BLOCKS = 10;
const LARGEST_BLOCK = 10_240;
/** Bytes of an answer, unless one network has more: Redis keeps some hundred of them for a while. */
const ANSWER_BYTES = 2 ** 18;

/** The plan cut into tasks for a queue, larger than those for threads. How it is cut changes no digit. */
export function coarse(plan: Plan): Plan {
  return { ...plan, runs: plan.runs.map((run) => ({ ...run, blockSize: coarseSize(run) })) };
}

function coarseSize({ subject, blockSize }: Run): number {
  // A length of each kind, an exponent, energies, expected counts, and the measures with their exponents.
  const perLayer = 20 + 8 + 16 + 12 * numbersOf(subject.measures ?? []);
  const fit = Math.floor(ANSWER_BYTES / (perLayer * subject.network.layers.length));
  return Math.max(1, Math.min(BLOCKS * blockSize, LARGEST_BLOCK, fit));
}
