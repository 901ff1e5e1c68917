/**
 * Runs the same calls on two compilations of the same kernels. After each call their return values and their
 * whole memories must be equal, bit by bit.
 */

import { isDeepStrictEqual } from 'node:util';
import { curve } from '../curve/index.ts';
import { type ExperimentInput, expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import type { Address } from '../kernels/abi.ts';
import { Arena, type Kernels } from '../kernels/index.ts';
import { panelLayout } from '../kernels/layout.ts';
import { type Draw, ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../measure/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { openStream, uniform01 } from '../random/index.ts';

/** Numbers of points that give every width of panel, sparse and dense; the widths, in vectors. */
const POINTS = [3, 8, 16, 24, 32, 40, 48, 100];
export const WIDTHS = [
  ...new Set(POINTS.flatMap((points) => [0, 1].map((density) => vectorsOf(points, density)))),
];

function vectorsOf(points: number, density: number): number {
  return panelLayout(points, density, 'turbo').vectors;
}

/** Names the first call whose results differ; null if none differs. Both must be fresh instances. */
export function firstDifference(candidate: Kernels, reference: Kernels): string | null {
  if (!sameMemory(candidate, reference)) return 'the tables of the kernels';
  const arenas = [new Arena(candidate, 'turbo'), new Arena(reference, 'turbo')] as const;
  for (const { name, run } of [...productCases(), ...networkCases(), ...exactCases(), tangentCase()]) {
    const [a, b] = [outcome(run, arenas[0]), outcome(run, arenas[1])];
    if (!isDeepStrictEqual(a, b) || !sameMemory(candidate, reference)) return name;
  }
  return null;
}

/** What a call gives, or the message of what it throws: a measurement refuses numbers that are not finite. */
function outcome(run: Case['run'], arena: Arena): unknown {
  try {
    return run(arena);
  } catch (error) {
    return String(error);
  }
}

function sameMemory(...kernels: readonly [Kernels, Kernels]): boolean {
  const [a, b] = kernels.map(({ memory }) => Buffer.from(memory.buffer)) as [Buffer, Buffer];
  return a.equals(b);
}

interface Case {
  readonly name: string;
  /** What the kernels returned, or was computed from it. */
  run(arena: Arena): unknown;
}

const FAN_IN = 37;
/** One block, and what is left over: full tiles and every tail of them. */
const ROWS = [BLOCK_ROWS, 1, 2, 3, 4, 5];
/** Inputs enough for rows that are taken in parts (`assembly/parts.ts`). */
const MANY = 700;

/** Products of every width, of the same numbers from (-1, 1), which the host draws. */
function productCases(): Case[] {
  const stream = openStream(1n);
  const most = Math.max((BLOCK_ROWS + 8) * FAN_IN, 4 * Math.max(...WIDTHS) * MANY);
  const numbers = new Float32Array(most).map(() => 2 * uniform01(stream) - 1);
  const store = (arena: Arena, count: number) => {
    const address = arena.reserve(4 * count);
    arena.f32(address, count).set(numbers.subarray(0, count));
    return address;
  };
  return WIDTHS.flatMap((vectors) => [
    {
      name: `the dense product of ${4 * vectors} columns`,
      run: (arena) => multiplyDense(arena, vectors, store),
    },
    {
      name: `the sparse product of ${4 * vectors} columns`,
      run: (arena) => multiplySparse(arena, vectors, store, FAN_IN, (row) => row % 7),
    },
    {
      name: `the sparse product of ${4 * vectors} columns with long rows`,
      run: (arena) => multiplySparse(arena, vectors, store, MANY, (row) => MANY / 2 - 7 * row),
    },
  ]);
}

/** Allocates numbers and fills them; returns their address. */
type Store = (arena: Arena, count: number) => Address;

function multiplyDense(arena: Arena, vectors: number, store: Store): void {
  arena.reset();
  const panel = store(arena, 4 * vectors * FAN_IN);
  const weights = store(arena, (BLOCK_ROWS + 8) * FAN_IN);
  for (const rows of ROWS) {
    const out = arena.reserve(16 * vectors * (rows + 8));
    arena.kernels.denseRows(vectors, panel, weights, 4 * FAN_IN, FAN_IN, rows, out, 16 * vectors);
  }
}

/** Row r keeps `keeps(r)` weights: every second input from input r on, beyond the last one from the start. */
function multiplySparse(
  arena: Arena,
  vectors: number,
  store: Store,
  fanIn: number,
  keeps: (row: number) => number,
): void {
  arena.reset();
  const panel = store(arena, 4 * vectors * fanIn);
  const kept = Array.from({ length: BLOCK_ROWS }, (_, row) => keeps(row));
  const columns = kept.flatMap((count, row) =>
    Array.from({ length: count }, (_, i) => (row + 2 * i) % fanIn),
  );
  const values = store(arena, columns.length);
  const counts = arena.reserve(4 * BLOCK_ROWS);
  const offsets = arena.reserve(4 * columns.length);
  const out = arena.reserve(16 * vectors * BLOCK_ROWS);
  arena.u32(counts, BLOCK_ROWS).set(kept);
  arena.u32(offsets, columns.length).set(columns.map((column) => 16 * vectors * column));
  arena.kernels.sparseRows(vectors, panel, counts, offsets, values, BLOCK_ROWS, out, 16 * vectors);
}

/**
 * Between them every law, kind of mask, activation and way of drawing; straight input curves are kept in
 * another form than bent ones.
 */
const EXPERIMENTS: readonly (readonly [ExperimentInput, Draw, readonly number[]])[] = [
  [{ density: 1, activation: 'relu', weights: 'gaussian', curve: 'polyline' }, 'weights', [3, 8, 50]],
  [{ density: 0.3, activation: 'relu', weights: 'uniform', curve: 'polyline' }, 'weights', [3, 24, 40, 100]],
  [{ density: 0.05, activation: 'leaky-relu:0.3', weights: 'discrete', curve: 'line' }, 'weights', [16, 100]],
  [{ density: 0.7, activation: 'hard-tanh', weights: 'discrete:-2:-1:1:2', curve: 'line' }, 'weights', [100]],
  [{ density: 1, activation: 'tanh', weights: 'gaussian', curve: 'line' }, 'weights', [50]],
  [{ density: 0.3, activation: 'erf', weights: 'uniform', curve: 'polyline' }, 'weights', [8, 100]],
  [{ density: 0.3, activation: 'sin', weights: 'gaussian', curve: 'polyline' }, 'weights', [40]],
  [{ density: 1, activation: 'relu', weights: 'gaussian', curve: 'line' }, 'law', [3, 16]],
  [{ density: 0.3, activation: 'abs', weights: 'gaussian', curve: 'polyline' }, 'law', [32]],
  // Wide enough for images of three columns to be drawn from masks.
  [{ density: 0.3, activation: 'abs', weights: 'gaussian', curve: 'line', widths: [400, 50] }, 'law', [3]],
];

/**
 * Whole networks, of two layers of more than a block each: drawing, masks, products, activations, lengths.
 */
function networkCases(): Case[] {
  return EXPERIMENTS.flatMap(([input, draw, numbers]) => {
    const subject = { ...subjectOf(input), draw };
    const name = `networks of density ${input.density}, ${input.weights} weights and ${input.activation}, drawn by ${draw}`;
    return numbers.map((points) => ({
      name: `${name}, at ${points} points`,
      run: (arena) => new Workspace(arena, { ...subject, points }).measure(0, 1),
    }));
  });
}

/** Networks measured without sampling: steps followed and split, points in double precision. */
function exactCases(): Case[] {
  const inputs: ExperimentInput[] = [
    { density: 1, activation: 'relu', curve: 'polyline' },
    { density: 0.3, activation: 'relu', curve: 'line' },
    { density: 0.3, activation: 'hard-tanh', curve: 'polyline' },
    { density: 0.6, activation: 'relu', curve: 'line', sigmaB: 0 },
  ];
  return inputs.map((input) => ({
    name: `exact networks of density ${input.density} and ${input.activation}`,
    run: (arena) => new ExactWorkspace(arena, { ...subjectOf(input), points: 2 }).measure(0, 1),
  }));
}

/** Networks measured by tangents. */
function tangentCase(): Case {
  const subject = { ...subjectOf({ density: 0.3, activation: 'tanh', curve: 'line' }), points: 20 };
  return {
    name: 'networks of density 0.3 and tanh, by tangents',
    run: (arena) => new TangentWorkspace(arena, subject).measure(0, 1),
  };
}

const INPUT_DIM = 20;

function subjectOf(input: ExperimentInput): Omit<Subject, 'points'> {
  const experiment = parseExperiment({ widths: [61, 50], sigmaB: 0.5, endpoints: 'given', ...input });
  const stream = openStream(1n);
  const ends = Array.from({ length: experiment.curve === 'line' ? 2 : 6 }, () =>
    new Float64Array(INPUT_DIM).map(() => uniform01(stream)),
  );
  const network = withInputDim(expandCells(experiment)[0]!, INPUT_DIM);
  return { network, seed: 1, curve: curve(experiment.curve, ends) };
}
