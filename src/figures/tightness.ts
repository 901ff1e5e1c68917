import { orderedColours, type PanelSpec, type Series } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { PRICE_TANNER } from './papers.ts';
import { evenly } from './points.ts';
import {
  GROWTH_DATA,
  type GrowthData,
  growthAt,
  growthRow,
  LAWS,
  markOf,
  measureGrowth,
  SIDE_BY_SIDE,
} from './segment.ts';
import { tidyCsv } from './tidy.ts';

const DENSITY = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
const SIGMA_W = Math.SQRT2;

/**
 * Bounds and truth per layer, over the upper end of the bracket, the root mean square growth, which is the
 * same for the three laws.
 */
export const tightness: Figure<GrowthData> = {
  id: 'tightness',
  title: 'How tight the bounds on the growth per layer are, against density',
  paper: PRICE_TANNER,
  number: '',
  time: { quick: '10 s', full: '4 min' },
  schema: GROWTH_DATA,
  run: (size, context) => measureGrowth(size, context, { density: DENSITY, sigmaW: [SIGMA_W] }),
  picture(data) {
    const far: PanelSpec = {
      title: 'lower bounds of Price & Tanner',
      x: { label: 'density α', kind: 'log', ticks: [0.05, 0.1, 0.2, 0.5, 1] },
      y: { label: 'over the root mean square growth', kind: 'log' },
      series: [
        ...lines(data, (theory) => ({ dotted: theory(({ priceTanner }) => priceTanner) })),
        ...lines(data, (theory) => ({
          measured: [],
          dotted: theory(({ priceTannerSharp }) => priceTannerSharp),
        })),
      ],
    };
    const near: PanelSpec = {
      title: 'two-sided bracket, its lower ends',
      x: far.x,
      y: { label: 'over the root mean square growth' },
      series: lines(data, (theory) => ({
        dotted: theory(({ lower }) => lower),
        solid: theory(({ exact }) => exact),
        dashed: theory(({ exact, approximate }) => (exact === null ? approximate : null)),
      })),
    };
    return {
      title: this.title,
      panels: [far, near],
      key: [
        { show: 'none', label: 'Measured:' },
        ...LAWS.map((law, i) => ({ show: markOf(law).symbol, label: law, colour: orderedColours(3)[i]! })),
        { show: 'bar', label: '95 % interval' },
        { show: 'dotted', label: 'lower bound' },
        { show: 'dashed', label: 'expansion for wide layers' },
        SIDE_BY_SIDE,
      ],
    };
  },
  caption({ width, depth, networks }) {
    return `Growth per layer of a very small segment, and lower bounds on its expectation, both divided by its root mean square σ_w √(α/2). This root is exact for every law and is the upper end of the two-sided bracket. ReLU networks, width ${width}, no biases, mean over layers 2 to ${depth} and ${networks} networks. The bounds of Price & Tanner lose a factor of √(α/π) (Gaussian), √(3α)/4 (uniform) or √α/2 (discrete, ±1) in every layer. The best possible constant is drawn too: with it the uniform line coincides with the Gaussian one, and the other two lines do not change. The bracket loses a part of order 1/(α width). The paper has no such figure.`;
  },
  claims({ points }) {
    return points.flatMap(({ density, weights, growth, theory }): Claim[] => {
      const name = `α = ${density}, ${weights}`;
      const { exact, lower, upper, priceTannerSharp } = theory;
      return [
        expects(`growth, ${name}`, growth, exact ?? { low: lower, high: upper }),
        expects(`growth above the bound of Price & Tanner, ${name}`, growth, {
          low: priceTannerSharp,
          high: null,
        }),
      ];
    });
  },
  csv: ({ points }) => tidyCsv(points.map(growthRow)),
};

type Theory = ReturnType<typeof growthAt>;

/** A series for each law: what was measured, and lines of theory, all over the root mean square. */
function lines(
  data: GrowthData,
  theoryOf: (line: (value: (theory: Theory) => number | null) => Series['solid'] & object) => Partial<Series>,
): Series[] {
  return LAWS.map((weights, i): Series => {
    const own = data.points.filter((point) => point.weights === weights);
    const curve = evenly(0.05, 1, 96).map((x) => ({
      x,
      theory: growthAt(data, { density: x, weights, sigmaW: SIGMA_W }),
    }));
    const line = (value: (theory: Theory) => number | null) =>
      curve.flatMap(({ x, theory }) => {
        const y = value(theory);
        return y === null ? [] : [{ x, y: y / theory.upper! }];
      });
    return {
      colour: orderedColours(3)[i]!,
      ...markOf(weights),
      endsInSymbol: true,
      measured: own.map(({ density, growth, theory }) => ({
        x: density,
        ...relative(growth, theory.upper!),
      })),
      ...theoryOf(line),
    };
  });
}

function relative({ mean, ci95 }: Stat, rms: number) {
  return { y: mean! / rms, low: ci95 && ci95[0] / rms, high: ci95 && ci95[1] / rms };
}
