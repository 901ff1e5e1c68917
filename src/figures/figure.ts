import type { ExperimentInput } from '../experiment/index.ts';
import type { Panel } from '../report/chart.ts';
import type { ResultDocument } from '../report/index.ts';

/** A figure of a source paper: what to run, and how to draw what came out. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** Paper and figure. */
  readonly source: string;
  /** Rough time on two cores. */
  readonly time: string;
  /** What to run, by name, in this order. */
  readonly experiments: Readonly<Record<string, ExperimentInput>>;
  /** Panels over the cells of all experiments, one after the other. */
  panels(results: Readonly<Record<string, ResultDocument>>): Panel[];
  /** What the picture shows and how it was made, numbers as they were. */
  caption(results: Readonly<Record<string, ResultDocument>>): string;
}
