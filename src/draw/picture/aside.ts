/** Marks that would hide each other stand beside each other. */
import type { Point, Series } from './marks.ts';

/**
 * A placed series whose marks stand `shift` positions to the right of their places: along their line, so that
 * they are as far from it as they were. The mark that a dotted line ends in moves along that line.
 */
export function aside({ solid = [], dashed = [], dotted = [], measured = [] }: Series, shift: number) {
  const along = (points: readonly Point[], line: readonly Point[]): Point[] =>
    points.map(({ x, y, low, high }) => {
      const rise = heightAt(line, x + shift) - heightAt(line, x);
      const moved = (value: number | null | undefined) => (typeof value === 'number' ? value + rise : value);
      return { x: x + shift, y: moved(y) ?? null, low: moved(low), high: moved(high) };
    });
  const line = solid.length > 1 ? solid : dashed;
  return { measured: along(measured, line), end: along(dotted.slice(-1), dotted) };
}

/** Height of a line, extended beyond its end; 0 if it is not a line. */
function heightAt(line: readonly Point[], x: number): number {
  if (line.length < 2) return 0;
  const after = line.findIndex((point) => point.x > x);
  const i = after === -1 ? line.length - 1 : Math.max(1, after);
  const [from, to] = [line[i - 1]!, line[i]!];
  if (from.x === to.x) return from.y!;
  return from.y! + ((x - from.x) / (to.x - from.x)) * (to.y! - from.y!);
}
