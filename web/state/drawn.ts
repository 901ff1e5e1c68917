/** Drawn points as the address holds them. */

export type Point = readonly [x: number, y: number];

export function drawnPoints(text: string): Point[] {
  return text.split(';').map((pair) => {
    const [x, y] = pair.split(',').map(Number);
    return [x!, y!];
  });
}

/** At most 64 points, to three digits, within -2 … 2. */
export function drawnText(points: readonly Point[]): string {
  const kept =
    points.length <= 64
      ? points
      : Array.from({ length: 64 }, (_, i) => points[Math.round((i * (points.length - 1)) / 63)]!);
  const short = (x: number) => String(Math.round(Math.max(-2, Math.min(2, x)) * 1000) / 1000 || 0);
  return kept.map(([x, y]) => `${short(x)},${short(y)}`).join(';');
}
