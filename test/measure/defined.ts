/** Measures by their definitions, in double precision, from the derivatives of the twin at the samples. */
import { entriesOf, MEASURE_NAMES, type MeasureName, measureProblem } from '../../src/experiment/index.ts';
import type { LengthRecord, Subject } from '../../src/measure/index.ts';
import { pieceAt, piecesOf } from '../../src/network/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import type { ReferenceJet, ReferenceLayer } from './jets.ts';

/** All that the polyline measures of a subject. */
export function measuresOf({ network, curve }: Subject): MeasureName[] {
  return MEASURE_NAMES.filter((name) => measureProblem(name, 'polyline', network, curve.kind) === null);
}

/** Values of a measure of network i of a record, [layer][entry]. */
export function values({ measures, depth }: LengthRecord, name: MeasureName, i = 0): number[][] {
  const { values: all, exponent } = measures[name]!;
  const entries = entriesOf(name);
  return Array.from({ length: depth }, (_, l) => {
    const at = i * depth + l;
    return [...all.subarray(at * entries, (at + 1) * entries)].map((x) => ldexp(x, exponent?.[at] ?? 0));
  });
}

const dot = (x: number[], y: number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
const cosine = (x: number[], y: number[]) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
const trapezoid = (f: number[]) =>
  (f.reduce((sum, x) => sum + x, 0) - (f[0]! + f.at(-1)!) / 2) / (f.length - 1);
/** What rests does not turn. */
const unitAngle = (x: number[], y: number[]) =>
  dot(x, x) * dot(y, y) === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, cosine(x, y))));

/** |a|² |v|² - (a·v)² over |v|^6, that is κ². */
function squaredCurvature({ velocity: v, acceleration: a }: ReferenceJet): number {
  return (dot(v, v) * dot(a, a) - dot(v, a) ** 2) / dot(v, v) ** 3;
}

/** What each measure is by definition, from layers 1 … l of the twin. */
export function defined(
  what: Subject,
  layers: ReferenceLayer[],
  l: number,
): Partial<Record<MeasureName, number[]>> {
  const { pre, post } = layers[l]!;
  const span = { line: 1, polyline: 1, arc: Math.PI / 2, circle: 2 * Math.PI }[what.curve.kind];
  const n = pre[0]!.point.length;
  const steps = pre.length - 1;
  const h = pre.map(({ point }) => point);
  const z = post.map(({ point }) => point);
  // On a circle the last sample is the first one again.
  const closed = what.curve.kind === 'circle';
  const meanCosine = (k: number) => {
    const starts = Array.from({ length: closed ? steps : steps + 1 - k }, (_, t) => t);
    return (
      starts.reduce((sum, t) => sum + cosine(h[t]!, h[closed ? (t + k) % steps : t + k]!), 0) / starts.length
    );
  };
  const autocorrelation = Array.from({ length: 24 }, (_, j) => {
    const lag = ((j + 1) * steps) / 48;
    const below = Math.floor(lag);
    if (lag === below) return meanCosine(below);
    return meanCosine(below) * (below + 1 - lag) + meanCosine(below + 1) * (lag - below);
  });
  const common = {
    q: [trapezoid(h.map((x) => dot(x, x) / n))],
    correlation: [cosine(h[0]!, h.at(-1)!)],
    autocorrelation,
    speed: [trapezoid(pre.map(({ velocity }) => Math.sqrt(dot(velocity, velocity))))],
    metric: [trapezoid(pre.map(({ velocity }) => dot(velocity, velocity) / n))],
    turningAngle: [
      post.slice(1).reduce((sum, { velocity }, t) => sum + unitAngle(post[t]!.velocity, velocity), 0),
    ],
    chordDeviation: [
      trapezoid(
        z.map((x, t) =>
          Math.hypot(...x.map((v, i) => v - z[0]![i]! - (t / steps) * (z.at(-1)![i]! - z[0]![i]!))),
        ),
      ),
    ],
  };
  const piecesIn = what.network.layers.map(({ activation }) => piecesOf(activation));
  const pieces = piecesIn[l]!;
  const smooth =
    pieces !== null && pieces.thresholds.length > 0
      ? {}
      : {
          curvature2: [trapezoid(pre.map((jet) => n * squaredCurvature(jet)))],
          gaussMapLength: [
            span *
              trapezoid(pre.map((jet) => Math.sqrt(squaredCurvature(jet) * dot(jet.velocity, jet.velocity)))),
          ],
        };
  if (pieces === null || piecesIn.includes(null)) return { ...common, ...smooth };
  const patternsOf = (m: number) =>
    layers[m]!.pre.map(({ point }) => point.map((x) => pieceAt(piecesIn[m]!, x)));
  const own = patternsOf(l);
  const all = own.map((_, t) => Array.from({ length: l + 1 }, (_, m) => patternsOf(m)[t]!).flat());
  const hamming = (x: number[], y: number[]) => x.filter((p, i) => p !== y[i]).length;
  const path = all.slice(1).reduce((sum, pattern, t) => sum + hamming(pattern, all[t]!), 0);
  const dead = own[0]!.filter((piece, i) =>
    own.every((pattern, t) => pattern[i] === piece && post[t]!.velocity[i] === 0),
  );
  return {
    ...common,
    ...smooth,
    transitions: [
      own.slice(1).reduce((sum, x, t) => sum + x.reduce((s, p, i) => s + Math.abs(p - own[t]![i]!), 0), 0),
    ],
    patterns: [new Set(all.map(String)).size],
    activeShare: [trapezoid(own.map((x) => x.filter((p) => pieces.slopes[p] !== 0).length / n))],
    deadShare: [dead.length / n],
    spaceFold: [path === 0 ? 0 : 1 - Math.max(...all.map((x) => hamming(x, all[0]!))) / path],
  };
}
