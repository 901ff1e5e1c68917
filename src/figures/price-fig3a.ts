import { orderedColours } from '../draw/picture/index.ts';
import type { Figure } from './figure.ts';
import { PRICE_TANNER } from './papers.ts';
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

const DENSITY = [0.1, 0.5, 1];
const SIGMA_W = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6];

/** Growth factor against the weight scale: straight lines, theory's as well as the bounds'. */
export const priceFig3a: Figure<GrowthData> = {
  id: 'price-fig3a',
  title: 'Growth of a very small segment, against the weight scale',
  paper: PRICE_TANNER,
  number: 'figure 3a',
  time: { quick: '10 s', full: '3 min' },
  schema: GROWTH_DATA,
  run: (size, context) => measureGrowth(size, context, { density: DENSITY, sigmaW: SIGMA_W }),
  picture(data) {
    const colours = orderedColours(DENSITY.length);
    const series = DENSITY.flatMap((density, i) =>
      LAWS.map((weights) => {
        const look = { colour: colours[i]!, label: `α = ${density}`, weights };
        const own = data.points.filter((point) => point.density === density && point.weights === weights);
        const ends = [0, SIGMA_W.at(-1)!].map((sigmaW) => {
          return { x: sigmaW, ...growthAt(data, { density, weights, sigmaW }) };
        });
        return growthSeries(
          look,
          own.map(({ sigmaW, growth }) => ({ x: sigmaW, growth })),
          ends,
        );
      }),
    );
    return growthPicture(this.title, { label: 'weight scale σ_w', domain: [0, 6], whole: true }, series);
  },
  caption(data) {
    return `${growthCaption(data)} Without biases a network at another σ_w is the same network times a constant, so the points of one line share their networks. We do not know the paper’s width, grids, number of networks and discrete set and chose our own (discrete: ±1).`;
  },
  claims: ({ points }) => growthClaims(points.filter(({ sigmaW }) => sigmaW === 2)),
  csv: ({ points }) => tidyCsv(points.map(growthRow)),
};
