/** A state in the words of the library, of an experiment file and of the command line. */
import type { ExperimentInput } from 'expressivity';
import type { State } from './fields.ts';

/** What the curve of a state is made of. */
export function curveOf(state: State): Pick<ExperimentInput, 'curve' | 'endpoints'> {
  switch (state.curve) {
    case 'digits':
      return { curve: 'line', endpoints: `mnist:${state.digits}` };
    case 'drawn':
      return { curve: 'polyline', endpoints: 'drawn.csv' };
    default:
      return { curve: state.curve as 'line' | 'arc' | 'circle', endpoints: 'gaussian' };
  }
}

/** The experiment that Growth measures; the other views take their network from it. */
export function experimentOf(state: State): ExperimentInput {
  const { width, depth, density, weights, sigmaW, sigmaB, activation, points, networks, seed } = state;
  return {
    width,
    depth,
    density,
    weights,
    sigmaW,
    sigmaB,
    activation,
    ...curveOf(state),
    points,
    networks,
    seed,
  };
}

/** The one network of Tangle: network 0 of the seed, whose weights are drawn. */
export function tangleExperiment(state: State): ExperimentInput {
  return { ...experimentOf(state), draw: 'weights', networks: 1 };
}
