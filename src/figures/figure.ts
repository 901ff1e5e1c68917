import type * as z from 'zod/mini';
import type { PictureWidth } from '../draw/options.ts';
import type { Picture } from '../draw/picture/index.ts';
import type { Vertices } from '../ensemble/index.ts';
import type { ExperimentInput } from '../experiment/index.ts';
import type { ResultDocument } from '../result/index.ts';
import type { TrainingData } from '../train/index.ts';
import type { Claim } from './checks.ts';

/**
 * `test`: seconds, for the tests. `quick`: a minute or so. `full`: the sizes of the paper, where they are
 * known.
 */
export const SIZES = ['test', 'quick', 'full'] as const;
export type Size = (typeof SIZES)[number];

/** A result as a figure's document keeps it: the figure has the provenance. */
export interface FigureResult extends Pick<ResultDocument, 'schema' | 'cells'> {
  readonly experiment: object;
  readonly provenance: object;
}

/** Labelled digits: to learn from, and to be tested on. */
export interface FigureDigits {
  readonly train: TrainingData;
  readonly test: TrainingData;
  /** Of one digit. */
  readonly pixels: number;
}

/** All that a figure may use of the machine while it runs. */
export interface FigureContext {
  /** Seed of all randomness. */
  readonly seed: number;
  /**
   * Runs an experiment, under this seed unless it names its own. The result's provenance is left empty: the
   * figure's has it.
   */
  trajectory(input: ExperimentInput, vertices?: Vertices): Promise<FigureResult>;
  /**
   * MNIST digits. `test`: the shipped sample; `full`: all 70,000; `quick`: all of them where they are installed,
   * else the sample.
   */
  digits(size: Size): Promise<FigureDigits>;
  /** Calls work that may take seconds: other work has its turn before, and an interrupt ends it. */
  compute<T>(work: () => T): Promise<T>;
}

/**
 * A figure of a source paper. `run` makes the data; all else is a pure function of them, so that a figure can
 * be judged and drawn again from its file. Data are plain: whatever JSON gives back is what they were.
 */
export interface Figure<Data extends object = object> {
  readonly id: string;
  readonly title: string;
  /** Authors, title, where. */
  readonly paper: string;
  /** Which figure of the paper: `figure 3a`, `poster`; empty where it has no such figure. */
  readonly number: string;
  /** Rough times on two cores. */
  readonly time: { readonly quick: string; readonly full: string };
  /** Whether it asks the context for digits: whether they are there can be told before work starts. */
  readonly needsDigits?: true;
  /** Schema of the data: a document that is read back is held against it. */
  readonly schema: z.ZodMiniType<Data>;
  run(size: Size, context: FigureContext): Promise<Data>;
  /** The same matter at both widths; it may be arranged in another way. */
  picture(data: Data, width: PictureWidth): Picture;
  /** All parameters, and what the paper does not say. The seed is added. */
  caption(data: Data): string;
  /** What theory says of the data. */
  claims(data: Data): Claim[];
  /** A tidy table: a header line, one row per number that is drawn. */
  csv(data: Data): string;
}
