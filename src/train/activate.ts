/** Activations over blocks of samples: values and slopes of single precision from pre-activations. */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { type Activation, activationCode, type Pieces, piecesOf } from '../network/index.ts';

/** Sets `values` and `slopes` to phi(h) and phi'(h) for `count` entries of `h`, a multiple of four. */
export type Activate = (h: Address, values: Address, slopes: Address, count: number) => void;

/** At a threshold, the slope is that of the lower piece. */
export function activate(arena: Arena, activation: Activation): Activate {
  const pieces = piecesOf(activation);
  if (pieces !== null) return straight(arena, pieces);
  const { code, first, second } = activationCode(activation);
  return (h, values, slopes, count) => {
    arena.kernels.smoothValues(code, 0, h, count, values, first, second);
    arena.kernels.smoothValues(code, 1, h, count, slopes, first, second);
  };
}

/** At most two thresholds: phi(h) = slope h + start on each piece. */
function straight(arena: Arena, { thresholds, slopes: all, value }: Pieces): Activate {
  const { POSITIVE_INFINITY } = Number;
  const [first = POSITIVE_INFINITY, second = POSITIVE_INFINITY] = thresholds;
  const [low, middle = 0, high = 0] = all as [number, number?, number?];
  const start = (slope: number, at: number) => (at === POSITIVE_INFINITY ? 0 : value(at) - slope * at);
  const lowStart = start(low, first);
  const middleStart = start(middle, first);
  const highStart = start(high, second);
  return (h, values, slopes, count) =>
    arena.kernels.straightValues(
      h,
      values,
      slopes,
      count,
      low,
      lowStart,
      first,
      middle,
      middleStart,
      second,
      high,
      highStart,
    );
}
