import type { ExplanationFamily } from './types.ts';

const MONTUFAR_2014 = 'Montúfar, Pascanu, Cho & Bengio 2014, arXiv 1402.1869';
const SERRA = 'Serra, Tjandraatmadja & Ramalingam 2018, arXiv 1711.02114';
const LARGEST = 'On the largest number over all weights. Networks at random have far fewer regions.';

export const regions: ExplanationFamily = {
  family: 'linear regions',
  entries: [
    {
      name: 'zaslavsky',
      title: 'regions of one layer',
      statement: 'Σ_{j≤n_0} C(n_1, j)',
      assumptions:
        'One layer of threshold 0; hyperplanes in general position, as random ones with biases are.',
      source: 'Schläfli; Zaslavsky 1975',
      loose:
        'Nowhere in the whole input space. Without biases all hyperplanes meet in 0 and there are fewer regions.',
    },
    {
      name: 'pascanu2013Lower',
      title: 'lower bound on the largest number of regions',
      statement: 'Π_{l<L} ⌊n_l/n_0⌋ Σ_{j≤n_0} C(n_L, j)',
      assumptions: 'ReLU; every n_l ≥ n_0.',
      source: 'Pascanu, Montúfar & Bengio 2013, arXiv 1312.6098',
      loose: `Folds one direction where montufar2014Lower folds all. ${LARGEST}`,
    },
    {
      name: 'montufar2014Lower',
      title: 'lower bound on the largest number of regions',
      statement: 'Π_{l<L} ⌊n_l/n_0⌋^n_0 Σ_{j≤n_0} C(n_L, j)',
      assumptions: 'ReLU; every n_l ≥ n_0.',
      source: MONTUFAR_2014,
      loose: LARGEST,
    },
    {
      name: 'serra2018Lower',
      title: 'lower bound on the largest number of regions',
      statement: 'Π_{l<L} (⌊n_l/n_0⌋ + 1)^n_0 Σ_{j≤n_0} C(n_L, j)',
      assumptions: 'ReLU; every n_l ≥ 3 n_0.',
      source: SERRA,
      loose: LARGEST,
    },
    {
      name: 'montufar2017Upper',
      title: 'upper bound on the number of regions',
      statement: 'Π_l Σ_{j≤m_l} C(n_l, j), m_l = min(n_0, …, n_{l−1})',
      assumptions: 'One kink per neuron; holds for every choice of the weights.',
      source: 'Montúfar 2017, "Notes on the number of linear regions of deep neural networks"',
      loose:
        'Lets every cell of a layer be cut by all neurons of the next, and never loses dimension to neurons that are off.',
    },
    {
      name: 'serra2018Upper',
      title: 'upper bound on the number of regions',
      statement: 'Σ_{(j_1…j_L)} Π_l C(n_l, j_l), 0 ≤ j_l ≤ min(n_0, n_1 − j_1, …, n_{l−1} − j_{l−1}, n_l)',
      assumptions: 'ReLU; holds for every choice of the weights.',
      source: SERRA,
      loose:
        'Exact for one input and for one layer; else like montufar2017Upper, below which it always lies.',
    },
    {
      name: 'trivialUpper',
      title: 'number of on/off patterns',
      statement: '2^(n_1 + … + n_L)',
      assumptions: 'One kink per neuron.',
      source: 'counting',
      loose: 'As soon as a layer is wider than the input dimension.',
    },
    {
      name: 'raghuPatternUpper',
      title: "Raghu et al.'s upper bound on activation patterns",
      statement:
        'Π_l Σ_{j≤n_0} C(t n_l, j), t = 1 for ReLU, 2 for hard-tanh: O(k^(m n)), O((2k)^(m n)) for n layers of width k',
      assumptions: 'Every choice of the weights; m = n_0 inputs.',
      source: 'Raghu et al. 2017, arXiv 1606.05336, Theorem 1, with its constants',
      loose: 'As montufar2017Upper, and blind to bottlenecks.',
    },
    {
      name: 'haninRolnickBreakpoints',
      title: 'breakpoints on a segment of a random network',
      statement: 'E breakpoints ≤ N |I| C_grad C_bias, N neurons, |I| the length of the segment',
      assumptions:
        'ReLU at random with a bias density; C_grad bounds expected gradients, C_bias the bias density.',
      source: 'Hanin & Rolnick 2019, arXiv 1901.09021',
      loose: 'Infinite without biases, where expectedBreakpoints is exact: Θ/π a neuron.',
    },
    {
      name: 'haninRolnickRegions',
      title: 'activation regions of a random network in a cube',
      statement: 'E regions ≤ (T N δ)^n_0 / n_0! for N ≥ n_0, T = 2⁵ C_grad C_bias; 2^N for N < n_0',
      assumptions: 'As haninRolnickBreakpoints; cubes of side δ above a threshold.',
      source: 'Hanin & Rolnick 2019, arXiv 1906.00904',
      loose: 'By the constant T, to the power n_0. Measured in planes: about N²/2.',
    },
  ],
};
