/** Progress of a training on standard error: the last line of a terminal, or lines in a log. */
import type { TrainingMoment } from '../../train/index.ts';
import { statusLine } from '../status-line.ts';

export interface TrainingProgress {
  update(moment: Pick<TrainingMoment, 'step' | 'steps'>, loss: number | null): void;
  stop(): void;
}

const REFRESH_MS = 100;
/** Without a terminal: a first line after this time, then twice as long, up to a minute. */
const FIRST_LINE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;

export function trainingProgress(quiet: boolean): TrainingProgress {
  if (quiet) return { update() {}, stop() {} };
  const line = process.stderr.isTTY ? statusLine(process.stderr) : null;
  let pause = line === null ? FIRST_LINE_MS : REFRESH_MS;
  let next = performance.now() + pause;
  return {
    update({ step, steps }, loss) {
      const now = performance.now();
      if (now < next) return;
      const share = `${Math.floor((100 * step) / steps)} %`;
      const parts = [
        share,
        `step ${step} of ${steps}`,
        ...(loss === null ? [] : [`loss ${loss.toPrecision(3)}`]),
      ];
      const text = parts.join(' | ');
      if (line === null) process.stderr.write(`progress: ${text}\n`);
      else line.draw(text.slice(0, line.columns));
      if (line === null) pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      next = now + pause;
    },
    stop: () => line?.end(),
  };
}
