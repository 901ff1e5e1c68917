/** The part of a plane that `expressivity regions --slice` looks at. */
import { echo, InputError, readNumber } from '../../experiment/index.ts';
import type { SliceWindow } from '../../regions/index.ts';

/** Two points and the origin: a square around all of them. Three points: half as much again on every side. */
export function windowAround(points: readonly { x: number; y: number }[], count: number): SliceWindow {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  if (count === 2) {
    const half = Math.max(...xs.map(Math.abs), ...ys.map(Math.abs));
    return { x0: -half, x1: half, y0: -half, y1: half };
  }
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [dx, dy] = [(right - left) / 2, (high - low) / 2];
  return { x0: left - dx, x1: right + dx, y0: low - dy, y1: high + dy };
}

/** Reads --window. @throws InputError */
export function readWindow(text: string): SliceWindow {
  const refuse = (): never => {
    throw new InputError(
      '--window',
      'x0,x1,y0,y1 with x0 < x1 and y0 < y1, or a positive number',
      echo(text),
    );
  };
  const numbers = text.split(',').map((part) => readNumber(part.trim()));
  if (!numbers.every(Number.isFinite)) refuse();
  const [a, b, c, d] =
    numbers.length === 1 ? [-numbers[0]!, numbers[0]!, -numbers[0]!, numbers[0]!] : numbers;
  if (numbers.length !== 1 && numbers.length !== 4) refuse();
  if (!(a! < b! && c! < d!)) refuse();
  return { x0: a!, x1: b!, y0: c!, y1: d! };
}
