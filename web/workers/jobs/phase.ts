/** Mean field over a grid, and at one point with its two maps. */
import {
  correlationMap,
  correlationsByLayer,
  edgeOfChaos,
  lengthMap,
  lengthsByLayer,
  meanField,
  phaseDiagram,
} from 'expressivity';
import type { PhaseInput, PhaseMap, PhaseMapInput, PhasePointResult } from '../messages.ts';

export async function* phaseMap(input: PhaseMapInput): AsyncGenerator<PhaseMap> {
  const { activation, density, sigmaW, sigmaB } = input;
  const rows = phaseDiagram(activation, { sigmaW, sigmaB, density });
  const edge = sigmaB.map((b) => edgeOfChaos(activation, { sigmaB: b, density })?.sigmaW ?? null);
  yield { rows, edge };
}

/** Points of each map, and steps of its cobweb. */
const [SAMPLES, STEPS] = [41, 12];

export async function* phasePoint(law: PhaseInput): AsyncGenerator<PhasePointResult> {
  const field = meanField(law);
  const { qStar } = field;
  const largest = qStar === null || qStar === 0 ? 4 : 2 * qStar;
  const q = Array.from({ length: SAMPLES }, (_, i) => (largest * i) / (SAMPLES - 1));
  const c = Array.from({ length: SAMPLES }, (_, i) => i / (SAMPLES - 1));
  const settled = qStar !== null && qStar > 0;
  yield {
    field,
    phase: field.phase,
    length: { q, next: q.map((from) => lengthMap(law, from)) },
    // From above to the fixed length; where there is none, from below and away.
    lengthSteps: lengthsByLayer(law, (qStar === null ? 0.1 : 0.95) * largest, STEPS),
    correlation: { c, next: settled ? c.map((from) => correlationMap(law, from)) : c.map(() => null) },
    correlationSteps: settled ? (correlationsByLayer(law, 0.6, STEPS) ?? []) : [],
  };
}
