import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import { discretisationNote } from '../../src/node/actions/notes.ts';
import { runTrajectory } from '../../src/node/run.ts';

const note = async (fields: object) => {
  const experiment = parseExperiment({ width: 20, depth: 2, networks: 2, points: 12, ...fields });
  return discretisationNote(experiment, await runTrajectory(experiment, { threads: 1 }));
};

test('says how much length the sampling of a line loses', async () => {
  expect(await note({})).toMatch(/^A polyline of 12 points reads short: by at most about \d\.\d %/);
});

test('says nothing of a polyline, which loses its corners as well, nor where biases have a hand in it', async () => {
  expect(await note({ curve: 'polyline' })).toBe('');
  expect(await note({ sigmaB: 0.1 })).toBe('');
});
