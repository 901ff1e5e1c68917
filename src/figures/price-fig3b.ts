import { orderedColours } from '../draw/picture/index.ts';
import type { Figure } from './figure.ts';
import { PRICE_TANNER } from './papers.ts';
import { evenly } from './points.ts';
import {
  GROWTH_DATA,
  type GrowthData,
  growthAt,
  growthCaption,
  growthClaims,
  growthPicture,
  growthRow,
  growthSeries,
  LAWS,
  measureGrowth,
} from './segment.ts';
import { tidyCsv } from './tidy.ts';

const DENSITY = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const SIGMA_W = [1, 2, 4];
/** Weights that a neuron keeps, at least, where the expansion is drawn. */
const KEPT = 10;

/** Growth factor against density: a square root, where the bounds are straight lines. */
export const priceFig3b: Figure<GrowthData> = {
  id: 'price-fig3b',
  title: 'Growth of a very small segment, against density',
  paper: PRICE_TANNER,
  number: 'figure 3b',
  time: { quick: '20 s', full: '8 min' },
  schema: GROWTH_DATA,
  run: (size, context) => measureGrowth(size, context, { density: DENSITY, sigmaW: SIGMA_W }),
  picture(data) {
    const colours = orderedColours(SIGMA_W.length);
    const series = SIGMA_W.flatMap((sigmaW, i) =>
      LAWS.map((weights) => {
        const look = { colour: colours[i]!, label: `σ_w = ${sigmaW}`, weights };
        const own = data.points.filter((point) => point.sigmaW === sigmaW && point.weights === weights);
        const curve = [...evenly(0, 1, 51), KEPT / data.width]
          .sort((a, b) => a - b)
          .map((density) => {
            const theory = growthAt(data, { density, weights, sigmaW });
            const approximate = density * data.width >= KEPT ? theory.approximate : null;
            return { x: density, ...theory, approximate };
          });
        return growthSeries(
          look,
          own.map(({ density, growth }) => ({ x: density, growth })),
          curve,
        );
      }),
    );
    return growthPicture(this.title, { label: 'density α', domain: [0, 1] }, series);
  },
  caption(data) {
    return `${growthCaption(data)} The expansion needs neurons that keep at least ${KEPT} weights, so it is drawn for α ≥ ${Number((KEPT / data.width).toPrecision(2))}. Without biases a network at another σ_w is the same network times a constant. We do not know the paper’s width, grids, number of networks and discrete set and chose our own (discrete: ±1).`;
  },
  claims: ({ points }) => growthClaims(points.filter(({ sigmaW }) => sigmaW === 2)),
  csv: ({ points }) => tidyCsv(points.map(growthRow)),
};
