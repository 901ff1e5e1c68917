import * as z from 'zod/mini';
import { INK } from '../draw/picture/index.ts';
import type { GivenNetwork } from '../regions/index.ts';
import { zaslavsky } from '../theory/regions/upper-bounds.ts';
import { equals } from './checks.ts';
import type { Figure } from './figure.ts';
import { PASCANU } from './papers.ts';
import {
  firstLines,
  intersections,
  PLANAR_DATA,
  planarData,
  planarMarks,
  planarNetwork,
  sliceAround,
} from './planar.ts';
import { list, number } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { shown: 6, most: 8 },
  quick: { shown: 10, most: 30 },
  full: { shown: 10, most: 60 },
} as const;

/** Marks that have room beside each other. */
const MOST_MARKS = 30;
/** Half the side of the picture's window. */
const REACH = 3;

const DATA = z.strictObject({
  shown: number,
  picture: PLANAR_DATA,
  /** Regions of n lines in the whole plane, counted. */
  counts: list(z.strictObject({ lines: number, regions: number, formula: number })),
});
type Data = z.infer<typeof DATA>;

/** One layer's hyperplane arrangement in the plane, counted exactly, beside the formula. */
export const pascanuArrangement: Figure<Data> = {
  id: 'pascanu-arrangement',
  title: 'One layer cuts the plane along lines',
  paper: PASCANU,
  number: 'after figure 2',
  time: { quick: '3 s', full: '10 s' },
  schema: DATA,
  async run(size, { seed, compute }) {
    const { shown, most } = SIZES[size];
    return compute(() => {
      const counts = Array.from({ length: most }, (_, i) => {
        const lines = i + 1;
        const network = planarNetwork([lines], seed);
        const { cells } = sliceAround(network, wholePlane(network));
        return { lines, regions: cells.length, formula: Number(zaslavsky(2, [lines])) };
      });
      return { shown, picture: planarData(sliceAround(planarNetwork([shown], seed), REACH)), counts };
    });
  },
  picture({ shown, picture, counts }) {
    const sides = { domain: [-REACH, REACH] as const, ticks: [-REACH, 0, REACH] };
    const points = counts.map(({ lines, regions, formula }) => ({ x: lines, y: regions, formula }));
    const sparse = points.filter(({ x }) => x % Math.ceil(points.length / MOST_MARKS) === 0);
    return {
      title: this.title,
      panels: [
        {
          title: `${shown} lines: the part of the plane around 0`,
          x: { label: 'x₁', ...sides },
          y: { label: 'x₂', ...sides },
          series: [],
          equal: true,
          marks: () => planarMarks(picture),
        },
        {
          title: 'regions of the whole plane',
          x: { label: 'number of neurons n', whole: true, include: [0] },
          y: { label: 'regions', include: [0] },
          series: [
            {
              colour: INK,
              measured: sparse,
              solid: points.map(({ x, formula }) => ({ x, y: formula })),
              dashed: points.map(({ x }) => ({ x, y: x * x })),
            },
          ],
        },
      ],
      key: [
        { show: 'circle', label: 'counted' },
        { show: 'solid', label: '1 + n + n(n−1)/2' },
        { show: 'dashed', label: 'n², a “lower bound” of lecture slides: it is none' },
      ],
    };
  },
  caption({ shown, picture, counts }) {
    const formula = counts.find(({ lines }) => lines === shown)!.formula;
    return `Plane: the lines w·x + b = 0 of a layer of ${shown} ReLU neurons with Gaussian weights and biases (σ_w = √2, σ_b = 1). The view has ${picture.cells.length} of the plane’s ${formula} regions; the colour of a region depends on its activation pattern. Chart: regions in a window around all intersections, counted by cutting polygons, for n = 1 to ${counts.length} neurons, and the number for lines in general position, C(n,0) + C(n,1) + C(n,2) (Zaslavsky).`;
  },
  claims({ counts }) {
    return counts.map(({ lines, regions, formula }) => equals(`regions of ${lines} lines`, regions, formula));
  },
  csv: ({ counts }) => tidyCsv(counts.map((row) => ({ ...row }))),
};

/**
 * Half the side of a window that every region of the whole plane reaches into: around all intersections, with
 * a line's nearest point.
 */
function wholePlane(network: GivenNetwork): number {
  const lines = firstLines(network);
  const nearest = lines.map(({ a, b, c }) => Math.abs(c) / Math.sqrt(a * a + b * b));
  const crossings = intersections(lines).flatMap(([x, y]) => [Math.abs(x), Math.abs(y)]);
  return 2 * Math.max(...nearest, ...crossings);
}
