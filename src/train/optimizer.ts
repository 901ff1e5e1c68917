/** What moves parameters against a gradient. */
import type { Arena } from '../kernels/arena.ts';
import type { Area, ReserveArea } from './areas.ts';
import type { TrainingSettings } from './options.ts';

export interface Optimizer {
  /** State, one number a parameter in each. */
  readonly moments: readonly Area[];
  /** Moves `count` parameters from `from` on, both multiples of four. */
  move(from: number, count: number): void;
  /** Begins step number `step`, from 1; called before its moves. */
  begin(step: number): void;
}

/** What is moved, and what it is moved against. */
export interface Moved {
  readonly parameters: Area;
  readonly gradient: Area;
}

export function optimizerOf(
  arena: Arena,
  area: ReserveArea,
  moved: Moved,
  length: number,
  settings: TrainingSettings,
): Optimizer {
  return settings.optimizer === 'adam'
    ? adam(arena, moved, [area(length), area(length)], settings)
    : momentumDescent(moved, area(length), settings);
}

/** v = momentum v + gradient, parameters -= learningRate v. */
function momentumDescent(
  moved: Moved,
  velocity: Area,
  { learningRate, momentum }: TrainingSettings,
): Optimizer {
  return {
    moments: [velocity],
    begin() {},
    move(from, count) {
      const [parameters, gradient, velocities] = [moved.parameters.of, moved.gradient.of, velocity.of];
      for (let i = from; i < from + count; i++) {
        const v = momentum * velocities[i]! + gradient[i]!;
        velocities[i] = v;
        parameters[i] = parameters[i]! - learningRate * v;
      }
    },
  };
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** Adam (Kingma & Ba, 1412.6980, section 2), with the bias corrections in the rate. */
function adam(
  { kernels }: Arena,
  { parameters, gradient }: Moved,
  [means, squares]: readonly [Area, Area],
  { learningRate }: TrainingSettings,
): Optimizer {
  let rate = learningRate;
  return {
    moments: [means, squares],
    begin(step) {
      rate = (learningRate * Math.sqrt(1 - power(BETA2, step))) / (1 - power(BETA1, step));
    },
    move(from, count) {
      const [p, g, m, v] = [parameters, gradient, means, squares].map(({ at }) => at + 4 * from);
      kernels.adamStep(p!, g!, m!, v!, count, rate, BETA1, BETA2, EPSILON);
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
