import type { Estimator } from '../experiment/measures.ts';
import type { Arena } from '../kernels/arena.ts';
import type { MeasuredWorkspace } from './measured.ts';
import type { LengthRecord } from './record.ts';
import type { Steps } from './steps.ts';
import type { Subject } from './subject.ts';

/** One subject, ready to be measured on networks by number. */
export interface NetworkMeasurer {
  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord;
  /** The same in steps, which yield the number of networks done so far, parts of one included. */
  steps(first: number, networks: number): Steps<LengthRecord>;
}

/**
 * Opens the workspace of the subject's estimator. Opening a second one in the same arena ends the first. @throws
 * RangeError as workspaces do.
 */
export type OpenWorkspace = (arena: Arena, subject: Subject) => NetworkMeasurer;

/** Classes of workspaces: of each estimator, and of measures at samples. Those that no subject needs may be missing. */
export type Workspaces = {
  readonly [E in Estimator]?: new (
    arena: Arena,
    subject: Subject,
  ) => NetworkMeasurer;
} & { readonly measured?: typeof MeasuredWorkspace };

/** What of a subject says which classes measure it. */
export type Measuring = Pick<Subject, 'estimator' | 'measures'>;

export function opening(workspaces: Workspaces): OpenWorkspace {
  return (arena, subject) => {
    const lengths = new workspaces[estimatorOf(subject)]!(arena, subject);
    return isMeasuredAtSamples(subject) ? new workspaces.measured!(lengths, arena, subject) : lengths;
  };
}

export function estimatorOf({ estimator = 'polyline' }: Measuring): Estimator {
  return estimator;
}

/** The exact estimator measures on its own image, without samples. */
export function isMeasuredAtSamples({ estimator, measures = [] }: Measuring): boolean {
  return estimator !== 'exact' && measures.length > 0;
}
