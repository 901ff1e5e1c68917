/** Segments that meet, as lines. */
import type { Cut } from './polygon.ts';

/** Ends that are nearer than this share of the window are one: rounding differs between cells. */
const SAME_POINT = 1e-9;

/**
 * Lines of corners, x and y in turn, that consist of the segments: from an end that no second one shares or, of
 * closed lines, from any. Where more than two meet, lines end.
 */
export function chained(segments: readonly Cut['segment'][], size: number): Float64Array[] {
  const key = (x: number, y: number) =>
    `${Math.round(x / (SAME_POINT * size))},${Math.round(y / (SAME_POINT * size))}`;
  const at = new Map<string, number[]>();
  segments.forEach(([x0, y0, x1, y1], i) => {
    for (const end of [key(x0, y0), key(x1, y1)]) at.set(end, [...(at.get(end) ?? []), i]);
  });
  const used = new Uint8Array(segments.length);
  const lines: Float64Array[] = [];
  const walk = (start: number, fromFirst: boolean): void => {
    let [x0, y0, x1, y1] = segments[start]!;
    if (!fromFirst) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    used[start] = 1;
    const points = [x0, y0, x1, y1];
    for (;;) {
      const here = key(x1, y1);
      const meeting = at.get(here)!;
      const next = meeting.length === 2 ? meeting.find((i) => used[i] === 0) : undefined;
      if (next === undefined) break;
      used[next] = 1;
      const [a, b, c, d] = segments[next]!;
      [x1, y1] = key(a, b) === here ? [c, d] : [a, b];
      points.push(x1, y1);
    }
    lines.push(Float64Array.from(points));
  };
  segments.forEach(([x0, y0, x1, y1], i) => {
    if (used[i] === 1) return;
    if (at.get(key(x0, y0))!.length !== 2) walk(i, true);
    else if (at.get(key(x1, y1))!.length !== 2) walk(i, false);
  });
  // What is left is closed.
  segments.forEach((_, i) => {
    if (used[i] === 0) walk(i, true);
  });
  return lines;
}
