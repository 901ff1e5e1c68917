import type { Curve } from '../curve/index.ts';
import type { NetworkSpec } from '../experiment/network.ts';
import type { Draw } from './draw-rule.ts';

/** What is measured: the law of the networks, their seed, and the curve that goes through them. Plain data, can be posted. */
export interface Subject {
  readonly network: NetworkSpec;
  readonly seed: number;
  readonly curve: Curve;
  /** Number of samples of the curve. */
  readonly points: number;
  /** `weights` where it is left out. */
  readonly draw?: Draw;
}
