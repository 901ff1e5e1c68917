/** Vectors of a layer, entry after entry, with derivatives by a parameter. */
export interface ReferenceJet {
  readonly point: readonly number[];
  readonly velocity: readonly number[];
  readonly acceleration: readonly number[];
}

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);

/** What is left of a vector without the mean of its entries. */
function centre(x: readonly number[]): number[] {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return x.map((v) => v - mean);
}

/**
 * Layer normalisation (`centred`) or RMS normalisation of a point, y = p / √(|p|² / n + epsilon), with two
 * derivatives (docs/theory.md, "Normalised networks"). A point without length, at epsilon 0, has y = 0.
 */
export function referenceNormalise(jet: ReferenceJet, centred: boolean, epsilon: number): ReferenceJet {
  const taken = (x: readonly number[]) => (centred ? centre(x) : [...x]);
  const [p, v, a] = [taken(jet.point), taken(jet.velocity), taken(jet.acceleration)];
  const n = p.length;
  const r = Math.sqrt(dot(p, p) / n + epsilon);
  const over = r === 0 ? 0 : 1 / r;
  const first = (dot(p, v) / n) * over;
  const second = ((dot(v, v) + dot(p, a)) / n - first * first) * over;
  const point = p.map((x) => x * over);
  const velocity = v.map((x, i) => (x - point[i]! * first) * over);
  const acceleration = a.map((x, i) => (x - 2 * velocity[i]! * first - point[i]! * second) * over);
  return { point, velocity, acceleration };
}
