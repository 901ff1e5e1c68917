import { describe, expect, it } from 'vitest';
import { type ReferenceJet, referenceNormalise } from '../../src/kernels/reference/index.ts';
import { matrix } from './cases.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const { kernels } = memory;
const EPSILONS = [0, 1e-5, 3];

/** Rows of panels, one behind the other; columns that fill the last one are zero. */
function stored(rows: readonly (readonly number[])[], vectors: number, panels: number): number {
  const columns = 4 * vectors;
  const at = memory.reserve(4 * rows.length * columns * panels);
  const view = memory.f32(at, rows.length * columns * panels).fill(0);
  rows.forEach((row, i) => {
    row.forEach((x, c) => {
      view[Math.floor(c / columns) * columns * rows.length + i * columns + (c % columns)] = x;
    });
  });
  return at;
}

function read(at: number, count: number, length: number, vectors: number): number[][] {
  const columns = 4 * vectors;
  const panels = Math.ceil(length / columns);
  const view = memory.f32(at, count * columns * panels);
  return Array.from({ length: count }, (_, i) =>
    Array.from(
      { length },
      (_, c) => view[Math.floor(c / columns) * columns * count + i * columns + (c % columns)]!,
    ),
  );
}

const column = (rows: readonly (readonly number[])[], c: number) => rows.map((row) => row[c]!);

describe('referenceNormalise', () => {
  const jet: ReferenceJet = {
    point: [0.4, -1.2, 2, 0.1],
    velocity: [1, 0.5, -0.7, 0.2],
    acceleration: [-0.3, 1.1, 0.6, -2],
  };
  const at = (t: number): ReferenceJet => ({
    ...jet,
    point: jet.point.map((p, i) => p + t * jet.velocity[i]! + (t * t * jet.acceleration[i]!) / 2),
  });

  it.each([true, false])('has the derivatives of what it does (centred: %s)', (centred) => {
    const h = 2 ** -9;
    const [before, here, after] = [-h, 0, h].map((t) => referenceNormalise(at(t), centred, 0.1).point);
    const { velocity, acceleration } = referenceNormalise(jet, centred, 0.1);
    for (let i = 0; i < 4; i++) {
      // Errors of central differences: h² / 6 and h² / 12 times derivatives of order 1 to 100.
      expect(velocity[i]).toBeCloseTo((after![i]! - before![i]!) / (2 * h), 4);
      expect(acceleration[i]).toBeCloseTo((after![i]! - 2 * here![i]! + before![i]!) / (h * h), 3);
    }
  });

  it('gives mean 0 and mean square 1, and knows neither scale nor, centred, a shift', () => {
    const { point } = referenceNormalise(jet, true, 0);
    expect(point.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 14);
    expect(point.reduce((sum, x) => sum + x * x, 0) / 4).toBeCloseTo(1, 14);
    const moved = referenceNormalise({ ...jet, point: jet.point.map((x) => 8 * x + 5) }, true, 0);
    moved.point.forEach((x, i) => {
      expect(x).toBeCloseTo(point[i]!, 13);
    });
  });
});

/** Around blocks of 48 rows and panels of whole vectors. */
const SIZES = [
  [1, 2, 1],
  [3, 7, 1],
  [47, 8, 2],
  [48, 9, 2],
  [49, 33, 4],
  [97, 40, 8],
] as const;

describe('normaliseSteps', () => {
  function run(
    first: readonly number[],
    steps: readonly (readonly number[])[],
    vectors: number,
    { centred = true, square = 1, epsilon = 0, unit = 1 },
  ) {
    memory.reset();
    const rows = first.length;
    const length = steps[0]!.length + 1;
    const panels = Math.ceil(length / (4 * vectors));
    const image = stored(
      first.map((x, i) => [x, ...steps[i]!]),
      vectors,
      panels,
    );
    const work = memory.reserve(8 * rows + 96 * vectors);
    const squares = memory.reserve(8 * 4 * vectors * panels);
    const largest = memory.reserve(8);
    kernels.normaliseSteps(
      centred,
      square,
      epsilon,
      unit,
      vectors,
      panels,
      rows,
      rows,
      image,
      work,
      squares,
      largest,
    );
    return {
      image: read(image, rows, length, vectors),
      squares: Array.from(memory.f64(squares, length)),
      largest: Array.from(memory.f32(largest, 2)),
    };
  }

  it.each(SIZES)('%i rows, %i columns, %i vectors: agrees with the twin', (rows, length, vectors) => {
    const first = column(matrix(1, rows, 1), 0);
    const steps = matrix(2, rows, length - 1);
    for (const centred of [true, false]) {
      for (const epsilon of EPSILONS) {
        if (rows === 1 && (centred || epsilon === 0)) continue;
        const unit = 0.5;
        const made = run(first, steps, vectors, { centred, epsilon, unit });
        let point = [...first];
        let before = normalised(point);
        expectClose(column(made.image, 0), before, 1);
        let [mostPoint, mostStep] = [largestOf(before), 0];
        for (let c = 1; c < length; c++) {
          point = point.map((x, i) => x + unit * steps[i]![c - 1]!);
          const after = normalised(point);
          const step = after.map((x, i) => (x - before[i]!) / unit);
          expectClose(column(made.image, c), step, largestOf(step));
          const square = step.reduce((sum, x) => sum + x * x, 0);
          expect(made.squares[c]! / square).toBeCloseTo(1, 9);
          mostPoint = Math.max(mostPoint, largestOf(after));
          mostStep = Math.max(mostStep, largestOf(step));
          before = after;
        }
        expect(made.squares[0]).toBe(0);
        expect(made.largest[0]! / mostPoint).toBeCloseTo(1, 6);
        expect(made.largest[1]! / mostStep).toBeCloseTo(1, 6);

        function normalised(x: readonly number[]): number[] {
          const zero = x.map(() => 0);
          return [
            ...referenceNormalise({ point: x, velocity: zero, acceleration: zero }, centred, epsilon).point,
          ];
        }
      }
    }
  });

  it('keeps all digits of steps that no longer move the points', () => {
    const first = column(matrix(3, 20, 1), 0);
    const steps = matrix(4, 20, 30);
    for (const unit of [2 ** -60, 0]) {
      const { image } = run(first, steps, 2, { unit, epsilon: 1e-5 });
      for (let c = 1; c <= 30; c++) {
        const velocity = column(steps, c - 1);
        const jet = { point: first, velocity, acceleration: first };
        const exact = referenceNormalise(jet, true, 1e-5).velocity;
        expectClose(column(image, c), exact, largestOf(exact));
      }
    }
  });

  it('takes a point without length, and a scale', () => {
    expect(run([0, 0], [[0], [0]], 1, {}).image).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const [first, steps] = [
      [3, -1],
      [[2], [0.5]],
    ];
    const plain = run(first, steps, 1, { centred: false, epsilon: 1 });
    const scaled = run(first, steps, 1, { centred: false, square: 1 / 16, epsilon: 1 / 16 });
    scaled.image.flat().forEach((x, i) => {
      expect(x / 4).toBeCloseTo(plain.image.flat()[i]!, 6);
    });
  });
});

describe('normaliseJets', () => {
  it.each(SIZES)('%i rows, %i columns, %i vectors: agrees with the twin', (rows, length, vectors) => {
    const [points, velocities, accelerations] = [5, 6, 7].map((name) => matrix(name, rows, length));
    const bend = 0.75;
    for (const centred of [true, false]) {
      for (const epsilon of EPSILONS) {
        if (rows === 1 && centred) continue;
        memory.reset();
        const panels = Math.ceil(length / (4 * vectors));
        const [p, v, a] = [points, velocities, accelerations].map((x) => stored(x!, vectors, panels));
        const work = memory.reserve(96 * vectors);
        const count = 4 * vectors * panels;
        const squares = memory.reserve(2 * 8 * count);
        memory.f64(squares, 2 * count).fill(0);
        const largest = memory.reserve(12);
        memory.f32(largest, 3).fill(0);
        const panelBytes = 16 * vectors * rows;
        for (let panel = 0; panel < panels; panel++) {
          const at = panel * panelBytes;
          kernels.normaliseJets(
            2,
            centred,
            1,
            epsilon,
            bend,
            vectors,
            rows,
            p! + at,
            v! + at,
            a! + at,
            work,
            squares + 8 * 4 * vectors * panel,
            8 * count,
            largest,
          );
        }
        const made = [p, v, a].map((at) => read(at!, rows, length, vectors));
        const most = [0, 0, 0];
        for (let c = 0; c < length; c++) {
          const velocity = column(velocities!, c);
          // Velocities in a unit whose square is `bend` accelerations.
          const jet = {
            point: column(points!, c),
            velocity: velocity.map((x) => x * Math.sqrt(bend)),
            acceleration: column(accelerations!, c),
          };
          const exact = referenceNormalise(jet, centred, epsilon);
          const dy = exact.velocity.map((x) => x / Math.sqrt(bend));
          for (const [k, values] of [exact.point, dy, exact.acceleration].entries()) {
            expectClose(column(made[k]!, c), values, Math.max(1, largestOf(values)));
            most[k] = Math.max(most[k]!, largestOf(values));
          }
          const squared = (x: readonly number[]) => x.reduce((sum, y) => sum + y * y, 0);
          expect(memory.f64(squares, count)[c]).toBeCloseTo(squared(velocity), 9);
          const after = memory.f64(squares + 8 * count, count)[c]!;
          expect(Math.abs(after - squared(dy))).toBeLessThanOrEqual(1e-9 * Math.max(1, squared(dy)));
        }
        memory.f32(largest, 3).forEach((x, k) => {
          expect(Math.abs(x - most[k]!)).toBeLessThanOrEqual(2e-6 * most[k]! + 1e-12);
        });
      }
    }
  });
});

const largestOf = (x: readonly number[]) => x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** Entries are rounded once to single precision; what double precision loses before is far less. */
function expectClose(made: readonly number[], exact: readonly number[], size: number): void {
  const errors = made.map((x, i) => Math.abs(x - exact[i]!) - 2 ** -24 * Math.abs(exact[i]!));
  expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -36 * size);
}
