/** A training of the command: steps with progress, measurements and checkpoints. */

import type { AnyGivenNetwork } from '../../network/index.ts';
import { evaluate, type TrainingMoment, train } from '../../train/index.ts';
import type { TrainingDigits } from '../files/training-digits.ts';
import { hearSignals, recordsAreIn } from '../interrupt.ts';
import { poolGradients } from '../training-pool.ts';
import { type Progressed, readCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
import type { MeasureCurves } from './curves.ts';
import type { TrainingRow } from './documents.ts';
import type { TrainingField } from './field.ts';

/** A checkpoint is written at least so often, between two steps; signals are heard more often. */
const SAVE_MS = 20_000;
const HEAR_MS = 50;

export interface TrainingRun {
  readonly network: AnyGivenNetwork;
  readonly digits: TrainingDigits;
  readonly field: TrainingField;
  readonly measure: MeasureCurves;
  readonly threads: number;
  /** The folder of the checkpoint, and what tells trainings apart. */
  readonly out: string;
  readonly key: string;
  readonly resume: boolean;
  readonly onStep: (moment: TrainingMoment<AnyGivenNetwork>, loss: number | null) => void;
}

/** Trains to the end. An interrupt leaves a checkpoint. @throws InputError for an invalid checkpoint. */
export async function runTraining({
  network,
  digits,
  field,
  measure,
  threads,
  out,
  key,
  resume,
  onStep,
}: TrainingRun): Promise<{ readonly network: AnyGivenNetwork; readonly rows: readonly TrainingRow[] }> {
  const from = resume ? readCheckpoint<TrainingRow>(out, key) : null;
  const rows = [...(from?.progressed.rows ?? [])];
  let {
    losses,
    since,
  }: Pick<Progressed<TrainingRow>, 'losses' | 'since'> = from?.progressed ?? { losses: 0, since: 0 };
  let last = network;
  let [heard, saved] = [performance.now(), performance.now()];
  const { data: _, samples: __, network: ___, curves: ____, measureEvery, ...settings } = field;
  const gradients = poolGradients(threads);
  const resumed = from === null ? {} : { from: from.checkpoint };
  for await (const moment of train(network, digits.train, { ...settings, every: 1, gradients, ...resumed })) {
    const { step, steps, epoch, loss } = moment;
    const save = async () => {
      await writeCheckpoint(out, key, moment.checkpoint(), { rows, losses, since });
      recordsAreIn(out);
    };
    if (loss !== null) {
      losses += loss;
      since++;
    }
    const due = step === 0 || step === steps || step % (measureEvery ?? steps / field.epochs) === 0;
    if (due) last = moment.network();
    if (due && rows.at(-1)?.step !== step) {
      const test = await evaluate(last, digits.test, field.loss);
      rows.push({
        step,
        epoch,
        loss: since === 0 ? null : losses / since,
        test,
        curves: await measure(last),
      });
      [losses, since] = [0, 0];
    }
    onStep(moment, loss);
    const now = performance.now();
    if (now - heard < HEAR_MS) continue;
    heard = now;
    try {
      await hearSignals();
    } catch (error) {
      await save();
      throw error;
    }
    if (now - saved < SAVE_MS) continue;
    saved = now;
    await save();
  }
  return { network: last, rows };
}
