/** What the study of coverage repeats. */
import type { ExperimentInput } from '../src/experiment/index.ts';

export interface Setting {
  readonly name: string;
  readonly input: ExperimentInput;
  /** Networks that repetitions are drawn from. */
  readonly networks: number;
  /** The interval at which repetitions are stopped. */
  readonly until?: number;
}

const tangents = { estimator: 'tangent', points: 2 } as const;
const MANY = 100_000;
const TANH = { width: 16, depth: 5, activation: 'tanh', sigmaW: 2, sigmaB: 0.3 } as const;

export const SETTINGS: readonly Setting[] = [
  { name: '50 × 10', input: { width: 50, depth: 10, ...tangents }, networks: 20_000, until: 0.01 },
  { name: '16 × 4', input: { width: 16, depth: 4, ...tangents }, networks: MANY, until: 0.01 },
  { name: '16 × 30', input: { width: 16, depth: 30, ...tangents }, networks: 50_000, until: 0.1 },
  { name: '20 × 50', input: { width: 20, depth: 50, ...tangents }, networks: 20_000 },
  { name: '4 × 10', input: { width: 4, depth: 10, ...tangents }, networks: MANY, until: 0.25 },
  { name: '2 × 4, σ_b 0.4', input: { width: 2, depth: 4, sigmaB: 0.4, ...tangents }, networks: MANY },
  {
    name: '12 × 5, leaky-relu:0.3, σ_b 0.5',
    input: { width: 12, depth: 5, activation: 'leaky-relu:0.3', sigmaB: 0.5, biases: 'uniform', ...tangents },
    networks: MANY,
  },
  {
    name: '30 × 5, α 0.05',
    input: { width: 30, depth: 5, density: 0.05, ...tangents },
    networks: MANY,
    until: 0.5,
  },
  { name: '200 × 10, α 0.1', input: { width: 200, depth: 10, density: 0.1, ...tangents }, networks: 5000 },
  {
    name: '20 × 8, α 0.3, ±1',
    input: { width: 20, depth: 8, density: 0.3, weights: 'discrete', ...tangents },
    networks: MANY,
    until: 0.02,
  },
  {
    name: '40 × 3, α 0.5, uniform, σ_b 0.3',
    input: {
      ...{ width: 40, depth: 3, density: 0.5, weights: 'uniform', biases: 'discrete', sigmaB: 0.3 },
      ...tangents,
    },
    networks: 50_000,
  },
  {
    name: '16 × 4, polyline',
    input: { width: 16, depth: 4, estimator: 'polyline', points: 20 },
    networks: 50_000,
  },
  {
    name: '20 × 6, α 0.3, polyline',
    input: { width: 20, depth: 6, density: 0.3, estimator: 'polyline', points: 20 },
    networks: 50_000,
    until: 0.2,
  },
  { name: '16 × 5, tanh, σ_w 2', input: { ...TANH, ...tangents }, networks: 50_000, until: 0.02 },
  {
    name: '16 × 5, tanh, σ_w 2, α 0.5',
    input: { ...TANH, density: 0.5, ...tangents },
    networks: 50_000,
    until: 0.05,
  },
];
