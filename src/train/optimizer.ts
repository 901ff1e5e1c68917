/** What moves parameters against a gradient. */
import type { TrainingSettings } from './options.ts';

export interface Optimizer {
  /** State, one number a parameter in each. */
  readonly moments: readonly Float32Array<ArrayBuffer>[];
  /** Moves entries `from` … `to - 1`. */
  move(parameters: Float32Array, gradient: Float32Array, from: number, to: number): void;
  /** Begins step number `step`, from 1; called before its moves. */
  begin(step: number): void;
}

export function optimizerOf(settings: TrainingSettings, length: number): Optimizer {
  return settings.optimizer === 'adam' ? adam(settings, length) : momentumDescent(settings, length);
}

/** v = momentum v + gradient, parameters -= learningRate v. */
function momentumDescent({ learningRate, momentum }: TrainingSettings, length: number): Optimizer {
  const velocity = new Float32Array(length);
  return {
    moments: [velocity],
    begin() {},
    move(parameters, gradient, from, to) {
      for (let i = from; i < to; i++) {
        const v = momentum * velocity[i]! + gradient[i]!;
        velocity[i] = v;
        parameters[i] = parameters[i]! - learningRate * v;
      }
    },
  };
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** Adam (Kingma & Ba, 1412.6980, section 2), with the bias corrections in the rate. */
function adam({ learningRate }: TrainingSettings, length: number): Optimizer {
  const means = new Float32Array(length);
  const squares = new Float32Array(length);
  let rate = learningRate;
  return {
    moments: [means, squares],
    begin(step) {
      rate = (learningRate * Math.sqrt(1 - power(BETA2, step))) / (1 - power(BETA1, step));
    },
    move(parameters, gradient, from, to) {
      for (let i = from; i < to; i++) {
        const g = gradient[i]!;
        const mean = BETA1 * means[i]! + (1 - BETA1) * g;
        const square = BETA2 * squares[i]! + (1 - BETA2) * g * g;
        means[i] = mean;
        squares[i] = square;
        parameters[i] = parameters[i]! - (rate * mean) / (Math.sqrt(square) + EPSILON);
      }
    },
  };
}

/** x^n for an integer n >= 0, by squaring: the same on every engine. */
function power(x: number, n: number): number {
  let [result, square] = [1, x];
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
