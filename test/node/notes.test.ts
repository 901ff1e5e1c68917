import { expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import { estimatorNote } from '../../src/node/commands/estimator-note.ts';
import { discretisationNote, pointsNote, tailsNote } from '../../src/node/commands/result-notes.ts';
import { samplingError } from '../../src/node/commands/sampling-note.ts';
import { measuredHere } from '../run/measured-here.ts';

const note = async (fields: object) => {
  const experiment = parseExperiment({
    width: 20,
    depth: 2,
    networks: 2,
    estimator: 'polyline',
    points: 12,
    ...fields,
  });
  return discretisationNote(experiment, await measuredHere(experiment));
};

test('says how much length the sampling of a line loses', async () => {
  expect(await note({})).toMatch(/^A polyline of 12 points reads short: by at most about \d\.\d %/);
});

test('says nothing of a polyline, which loses its corners as well, nor where biases have a hand in it', async () => {
  expect(await note({ curve: 'polyline' })).toBe('');
  expect(await note({ sigmaB: 0.1 })).toBe('');
});

test('says where a few networks carry a plain mean, and nothing where a better estimate stands beside it', async () => {
  const deep = { width: 6, depth: 12, points: 5, networks: 30 } as const;
  const notes = async (input: object) => tailsNote(await measuredHere({ ...deep, ...input }));
  expect(await notes({ estimator: 'polyline', density: 0.7 })).toMatch(
    /^Plain means are carried by a few networks: their 95 % intervals cover less/,
  );
  expect(await notes({ estimator: 'polyline', density: [0.7, 1] })).toContain(', in 1 of 2 cells:');
  expect(await notes({ estimator: 'tangent', density: 0.7 })).toBe('');
  expect(await notes({ estimator: 'polyline', width: 300, depth: 1, density: 0.5 })).toBe('');
});

test('says that points were not needed where images are exact, and were asked for', async () => {
  const small = { width: 5, depth: 1, networks: 2 };
  const exact = await measuredHere(small);
  const mixed = await measuredHere({ ...small, activation: ['relu', 'tanh'], points: 9 });
  expect(pointsNote({ points: '9' }, exact)).toMatch(/^Images are exact and took no points/);
  expect([pointsNote({}, exact), pointsNote({ points: '9' }, mixed)]).toEqual(['', '']);
});

test('names the estimators and why, where auto passes exact images over or cells differ', () => {
  const note = (fields: object) => estimatorNote(planExperiment(parseExperiment({ depth: 10, ...fields })));
  for (const fields of [
    {},
    { activation: 'tanh' },
    { curve: 'arc' },
    { draw: 'law' },
    { estimator: 'polyline' },
  ]) {
    expect(note(fields)).toBe('');
  }
  const wide =
    'the exact image has about 75,000 breakpoints, of which some 23,000 fit the 4 GiB of a WebAssembly memory at this width';
  expect(note({ width: 15_000 })).toBe(`Estimator: polyline (${wide}).\n`);
  expect(note({ width: [100, 15_000] })).toBe(
    `Estimator: exact in 1, polyline in 1 of 2 cells (width 15000: ${wide}).\n`,
  );
  expect(note({ activation: ['relu', 'tanh'], sigmaB: [0, 1] })).toBe(
    'Estimator: exact in 2, polyline in 2 of 4 cells (sigmaB 0, activation tanh: tanh has no linear pieces; sigmaB 1, activation tanh: tanh has no linear pieces).\n',
  );
  const chaotic = { activation: 'hard-tanh', depth: 20, sigmaW: [1, 10, 11, 12, 13, 14] };
  expect(note(chaotic)).toMatch(
    /^Estimator: exact in 1, polyline in 5 of 6 cells \(sigmaW 10: .*; and 2 more cells\)\.\n$/,
  );
});

const sampling = (fields: object) => samplingError(planExperiment(parseExperiment(fields)))?.note ?? null;
const deep = { width: 100, depth: 50 };

test('a long run is told what its sampling error is going to be, and how many networks take it down', () => {
  // CV^2 of golden.json, CV2_He_k100_d50: 0.8753; (1.96 / 0.05)^2 of it, and 1.96 sqrt(0.8753 / 1000).
  expect(sampling({ ...deep, networks: 1000 })).toBe(
    'Worst case: ±5.0 % of the mean length in the last layer (95 %) takes 1,346 networks; 1,000 leave ±5.8 %. The interval that the result reports is often far narrower.\n',
  );
  expect(sampling({ ...deep, untilRelativeCi: 0.01 })).toMatch(
    /^Worst case: ±1\.0 % of .* takes 33,6\d\d networks\. Often far fewer are enough\.\n$/,
  );
});

test('a run of unknown error is told nothing', () => {
  expect(sampling({ ...deep, activation: 'hard-tanh', networks: 1000 })).toBeNull();
});

test('of a sweep the worst cell counts', () => {
  expect(sampling({ ...deep, width: [50, 200], networks: 1000 })).toMatch(/in any cell; 1,000 leave/);
});
