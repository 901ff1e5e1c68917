/**
 * The check of what users measure without an experiment: what every public function that takes a `Subject`
 * does first.
 */

import { checkCurve } from '../curve/curve.ts';
import { MOST_POINTS } from '../experiment/experiment.ts';
import { ESTIMATORS, MEASURE_NAMES, type MeasureName, measureProblem } from '../experiment/measures.ts';
import { checkList, checkPlain, checkSeed, ifGiven, integerIn, oneOf, wrongValue } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  type AnyGivenNetwork,
  checkAnyNetwork,
  checkNetworkSpec,
  type NetworkSpec,
  shapeOfGiven,
} from '../network/index.ts';
import { DRAWS, whyNotByLaw } from './draw-rule.ts';
import type { Subject } from './subject.ts';

const FIELDS = ['network', 'seed', 'curve', 'points', 'estimator', 'measures', 'draw', 'given'];

/** Subjects that have been checked; what is changed in one afterwards is not seen. */
const checked = new WeakSet<object>();

/** Marks subjects that were checked where they came from. */
export function validSubjects(subjects: readonly Subject[]): readonly Subject[] {
  for (const subject of subjects) checked.add(subject);
  return subjects;
}

/** @throws TypeError, RangeError as `checkSubject`, and for anything but a list of at least one. */
export function checkSubjects(subjects: readonly Subject[]): void {
  checkList('subjects', subjects, 1);
  for (let i = 0; i < subjects.length; i++) checkSubject(subjects[i]!);
}

/**
 * @throws TypeError, RangeError for the first field that is wrong, and for fields that cannot be had
 * together.
 */
export function checkSubject(subject: Subject): void {
  checkPlain('subject', subject, FIELDS);
  if (checked.has(subject)) return;
  const { network, seed, curve, points, estimator, measures, draw, given } = subject;
  checkNetworkSpec(network);
  // What measures takes no activations as text.
  for (const { activation } of new Set(network.layers)) checkPlain('activation', activation);
  checkSeed(seed);
  checkCurve(curve);
  ifGiven((name, value) => oneOf(ESTIMATORS, name, value), 'estimator', estimator);
  ifGiven((name, value) => oneOf(DRAWS, name, value), 'draw', draw);
  ifGiven(checkMeasures, 'measures', measures);
  const tangentsAlone = estimator === 'tangent' && (measures ?? []).length === 0;
  integerIn(tangentsAlone ? 1 : 2, MOST_POINTS, 'points', points);
  const dim = curve.vertices[0]!.length;
  if (dim !== network.inputDim)
    wrongValue('curve', `points of dimension ${network.inputDim}, that of the network's input`, dim);
  if (given !== undefined) checkGiven(given, network);
  checkTogether(subject);
  checked.add(subject);
}

function checkMeasures(name: string, measures: unknown): asserts measures is readonly MeasureName[] {
  checkList(name, measures);
  for (let i = 0; i < measures.length; i++) oneOf(MEASURE_NAMES, `${name}[${i}]`, measures[i]);
  if (new Set(measures).size < measures.length) wrongValue(name, 'each of them once', measures);
}

function checkGiven(given: readonly AnyGivenNetwork[], network: NetworkSpec): void {
  checkList('given', given, 1);
  for (let i = 0; i < given.length; i++) checkAnyNetwork(given[i]!);
  const shape = shapeOfGiven(given);
  if (shape.layers.length !== network.layers.length)
    wrongValue('given', `networks of ${network.layers.length} layers, as network has`, shape.layers.length);
  shape.layers.forEach((layer, l) => {
    for (const [field, value] of Object.entries(layer)) {
      const own: unknown = network.layers[l]![field as keyof typeof layer];
      const expected = JSON.stringify(value);
      if (JSON.stringify(own) !== expected)
        wrongValue(`layers[${l}].${field}`, `${expected}, that of the given networks`, own);
    }
  });
}

/**
 * The exact estimator takes straight curves and activations, and only lengths of polylines are drawn without
 * weights.
 */
function checkTogether({
  network,
  curve,
  estimator = 'polyline',
  measures = [],
  draw,
  given,
}: Subject): void {
  for (const name of [...measures, ...(estimator === 'exact' ? (['transitions'] as const) : [])]) {
    const problem = measureProblem(name, estimator, network, curve.kind);
    if (problem !== null) throw valueFault('measures', problem.expected, problem.got);
  }
  if (estimator === 'exact' && curve.kind !== 'line' && curve.kind !== 'polyline')
    wrongValue('curve', 'a line or polyline for the exact estimator', curve.kind);
  if (draw === 'law' && (estimator !== 'polyline' || measures.length > 0 || given !== undefined))
    wrongValue('draw', 'weights with measures, given networks and every estimator but polyline', draw);
  const problem = draw === 'law' ? whyNotByLaw(network) : null;
  if (problem !== null) wrongValue('draw', `weights with ${problem}`, draw);
}
