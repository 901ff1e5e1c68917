/** What a figure runs on in Node: the worker pool, with progress, and the record of what it was made on. */
import type { FigureContext } from '../figures/index.ts';
import { version } from '../version.ts';
import { figureDigits, type ReadDigits } from './files/figure-digits.ts';
import { interruptible } from './interrupt.ts';
import { machine } from './machine.ts';
import { type RunSettings, withProgress } from './run-settings.ts';
import { runTrajectory } from './run-trajectory.ts';

export interface NodeFigureContext {
  readonly context: FigureContext;
  /** Versions, machine and time so far. */
  readonly provenance: () => object;
}

/**
 * @param title what stands before the progress bar.
 * @param digits from where figures have digits.
 */
export function figureContext(
  settings: RunSettings,
  {
    seed,
    title,
    signal,
    digits = figureDigits,
  }: {
    readonly seed: number;
    readonly title: string;
    readonly signal: AbortSignal;
    readonly digits?: ReadDigits | undefined;
  },
): NodeFigureContext {
  const start = performance.now();
  let ensemble: object = {};
  const context: FigureContext = {
    seed,
    async trajectory(input, vertices) {
      const result = await withProgress(settings, title, signal, (options) =>
        runTrajectory({ seed, ...input }, { ...options, ...(vertices ? { vertices } : {}) }),
      );
      ensemble = result.provenance;
      return { ...result, provenance: {} };
    },
    digits,
    compute: interruptible,
  };
  const seconds = () => Math.round(performance.now() - start) / 1000;
  const provenance = () => ({ version, ...machine(), ...ensemble, wallSeconds: seconds() });
  return { context, provenance };
}
