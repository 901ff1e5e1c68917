import { expect, test } from 'vitest';
import { openWorkspace, type Subject } from '../../src/measure/index.ts';
import { finished, type Steps, stretch, within } from '../../src/measure/steps.ts';
import { arena } from '../kernels/kernels.ts';
import { subject } from './subjects.ts';

const memory = await arena();
const NETWORKS = 3;
const wide = { inputDim: 300, widths: [600, 600, 600, 600] };

const SUBJECTS: readonly (readonly [string, Subject])[] = [
  ['samples', subject(wide)],
  ['samples of sparse networks', subject({ ...wide, widths: [2000, 600], density: 0.1 })],
  ['tangents', subject(wide, { estimator: 'tangent' })],
  ['exact images', subject(wide, { estimator: 'exact' })],
  ['measures beside lengths', subject(wide, { measures: ['metric', 'patterns'] })],
];

test.each(SUBJECTS)('%s: steps come inside a layer, rise to all networks and change no digit', (_, what) => {
  const seen: number[] = [];
  const steps = openWorkspace(memory, what).steps(2, NETWORKS);
  let step = steps.next();
  for (; !step.done; step = steps.next()) seen.push(step.value);
  expect(step.value).toEqual(openWorkspace(memory, what).measure(2, NETWORKS));
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen.at(-1)).toBeCloseTo(NETWORKS, 12);
  seen.forEach((done, i) => {
    if (i > 0) expect(done).toBeGreaterThanOrEqual(seen[i - 1]!);
  });
  const layers = seen.map((done) => done * what.network.layers.length);
  expect(layers.some((done) => Math.abs(done - Math.round(done)) > 1e-6)).toBe(true);
});

function* counted(): Steps<string> {
  yield 0.5;
  yield 1;
  return 'done';
}

test('steps of a part of the work are put where the part is', () => {
  const part = within(counted(), 3, 0.5);
  expect([part.next(), part.next(), part.next()]).toEqual([
    { done: false, value: 3.25 },
    { done: false, value: 3.5 },
    { done: true, value: 'done' },
  ]);
  expect(finished(counted())).toBe('done');
});

test('a stretch takes one step at least, and ends at the end', () => {
  const steps = counted();
  expect(stretch(steps, 0)).toEqual({ done: false, value: 0.5 });
  expect(stretch(steps, Number.POSITIVE_INFINITY)).toEqual({ done: true, value: 'done' });
});
