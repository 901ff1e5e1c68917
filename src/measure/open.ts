import type { Arena } from '../kernels/arena.ts';
import { ExactWorkspace } from './exact/workspace.ts';
import { Workspace } from './measure.ts';
import { MeasuredWorkspace } from './measured.ts';
import type { LengthRecord } from './record.ts';
import type { Steps } from './steps.ts';
import type { Subject } from './subject.ts';
import { TangentWorkspace } from './tangent.ts';

/** One subject, ready to be measured on networks by number. */
export interface NetworkMeasurer {
  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord;
  /** The same in steps, which yield the number of networks done so far, parts of one included. */
  steps(first: number, networks: number): Steps<LengthRecord>;
}

const ESTIMATORS = { polyline: Workspace, exact: ExactWorkspace, tangent: TangentWorkspace };

/**
 * The workspace of the subject's estimator. Opening a second one in the same arena ends the first. @throws
 * RangeError as they do.
 */
export function openWorkspace(arena: Arena, subject: Subject): NetworkMeasurer {
  const { estimator = 'polyline', measures = [] } = subject;
  const lengths = new ESTIMATORS[estimator](arena, subject);
  // The exact estimator measures on its own image, without samples.
  if (estimator === 'exact' || measures.length === 0) return lengths;
  return new MeasuredWorkspace(lengths, arena, subject);
}
