import { MEANINGS } from '../../experiment/meanings.ts';
import { MEASURE_NAMES, MEASURES } from '../../experiment/measures.ts';
import type { Explanation, ExplanationFamily } from './types.ts';

const DEFINITION = 'a definition: holds for every network and curve';
const RAGHU = 'Raghu et al. 2017, arXiv 1606.05336';

const NEEDS = {
  pieces: 'Activations with linear pieces.',
  smooth: 'Activations without kinks.',
} as const;

/** What a result has in each layer, whatever theory says of it. */
export const quantities: ExplanationFamily = {
  family: 'measured quantities',
  entries: [
    {
      name: 'length',
      title: 'length of the image after the activation',
      statement: 'ℓ(l) = ∫ |dz^l(t)/dt| dt along the curve, of layer l',
      assumptions: DEFINITION,
      source: RAGHU,
      loose: 'A polyline through samples reads short: see polylineLoss.',
    },
    {
      name: 'preLength',
      title: 'length of the image before the activation',
      statement: '∫ |dh^l(t)/dt| dt along the curve, h^l = W^l z^(l−1) + b^l',
      assumptions: DEFINITION,
      source: RAGHU,
      loose: 'A polyline through samples reads short: see polylineLoss.',
    },
    {
      name: 'ratio',
      title: 'length of the image over the length of the input curve',
      statement: 'ratio(l) = ℓ(l) / ℓ(0)',
      assumptions: DEFINITION,
      source: 'Price & Tanner 2019, arXiv 1911.10651',
      loose: 'In deep narrow networks rare networks carry its mean, and the median is far below it.',
    },
    {
      name: 'growth',
      title: 'length of the image over that one layer before',
      statement: 'growth(l) = ℓ(l) / ℓ(l−1), network by network; ℓ(0) is the length of the input curve',
      assumptions: DEFINITION,
      source: RAGHU,
      loose: 'Its mean times that of the layers below is not the mean ratio: means of products differ.',
    },
    {
      name: 'meanGrowth',
      title: 'growth averaged over layers 2 and up',
      statement: 'Σ growth(l) / (d − 1) over l = 2 … d, network by network',
      assumptions: DEFINITION,
      source: 'Price & Tanner 2019, arXiv 1911.10651, figures 3a and 3b',
      loose: 'One layer has none, and the growth of layer 1 is left out because the input has another shape.',
    },
    ...MEASURE_NAMES.map((name): Explanation => {
      const { needs } = MEASURES[name];
      const meaning = MEANINGS[name];
      return {
        name,
        title: meaning.split(/[,;:]/)[0]!,
        statement: meaning,
        assumptions: needs === null ? 'Every activation.' : NEEDS[needs],
        source: 'a definition, in docs/formats.md',
        loose: 'Measured at samples it can miss what lies between two of them; exact images miss nothing.',
      };
    }),
  ],
};

/** Words in tables that are no names of formulas. */
export const ALIASES: Readonly<Record<string, string>> = {
  'exact or bounds': 'exact',
  expected: 'expectedTransitions',
  'wide limit': 'meanFieldAlong',
  typical: 'typicalGrowth',
  'typical ratio': 'typicalGrowth',
  'new breakpoints': 'expectedBreakpoints',
  phase: 'edgeOfChaos',
  'slope at c*': 'xiC',
  'slope at q*': 'xiQ',
  'q*': 'qStar',
  'c*': 'cStar',
  'curvature²': 'curvature2',
  xi_q: 'xiQ',
  xi_c: 'xiC',
};
