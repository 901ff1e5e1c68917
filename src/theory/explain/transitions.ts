import type { ExplanationFamily } from './types.ts';

const HERE = 'derived in docs/theory.md';

export const transitions: ExplanationFamily = {
  family: 'transitions',
  entries: [
    {
      name: 'expectedTransitions',
      title: 'exact expected transitions without biases',
      statement:
        'E transitions of layer l = n_l (Θ/π) Π_{j<l} (1 − 2^−n_j), Θ the angle that the curve subtends at 0',
      assumptions:
        'Dense Gaussian ReLU, no biases; any width, curve and σ_w. On where h > 0; a dead layer counts as off.',
      source: `${HERE}; the law "linear in the number of neurons": Hanin & Rolnick 2019, arXiv 1901.09021`,
      loose: 'Nowhere. Samples of a curve show fewer: see sampledTransitions and sampledLengths.',
    },
    {
      name: 'expectedBreakpoints',
      title: 'exact expected breakpoints and regions on a segment',
      statement:
        'E new breakpoints of layer l = n_l (Θ/π) Π_{j<l} (1 − (n_j + 1) 2^−n_j); regions = 1 + their sum',
      assumptions: 'As expectedTransitions; regions for Θ ≤ π, a segment.',
      source: HERE,
      loose: 'Counts activation regions; neighbours with the same linear map count as two.',
    },
    {
      name: 'firstLayerTransitions',
      title: 'exact expected transitions of layer 1 with biases',
      statement:
        "n_1/π times the length of the radial projection of (s x(t), σ_b) on the unit sphere; hard-tanh: Rice's formula at ±1",
      assumptions: 'Dense Gaussian weights, Gaussian biases; relu, leaky-relu, abs or hard-tanh.',
      source: 'Edelman & Kostlan 1995; Rice 1944',
      loose: 'Nowhere; layer 1 only.',
    },
    {
      name: 'sampledTransitions',
      title: 'transitions that samples of a curve show in layer 1',
      statement:
        'P(flip between neighbours) = arccos(ρ)/π, ρ = (s² x_j·x_{j+1} + σ_b²) / √(K_j K_{j+1}), K = s²|x|² + σ_b²',
      assumptions: 'Dense Gaussian weights, Gaussian biases; one kink, at 0.',
      source: `${HERE}; Sheppard 1899`,
      loose: 'Nowhere; layer 1 only. For deeper layers sampledLengths, in the limit of wide layers.',
    },
    {
      name: 'sampledArcTransitions',
      title: 'transitions that samples of an arc show in every layer',
      statement:
        'n_l (points − 1) t_l/π, t_1 the angle between neighbouring samples, cos t_(l+1) = k(cos t_l) by the arc-cosine kernel k',
      assumptions: 'Dense Gaussian ReLU networks without biases; an arc about the origin.',
      source: `${HERE}; Cho & Saul 2009`,
      loose: 'Exact in layer 1; below it in the limit of wide layers.',
    },
    {
      name: 'crossingRate',
      title: "Rice's formula",
      statement:
        "crossings of a per unit of t = (2πK)^(−1/2) exp(−a²/(2K)) E|N(a c/K, g − c²/K)|, K = Var h, g = Var h', c = Cov",
      assumptions: "h Gaussian and centred, h' its derivative.",
      source: 'Rice 1944',
      loose: 'Nowhere for Gaussian h; deeper layers are Gaussian given the layer before, or when wide.',
    },
    {
      name: 'wideTransitions',
      title: 'transitions in wide layers with biases',
      statement:
        'n_l (Θ/π) √(g_l/q_l), for hard-tanh twice that times exp(−1/(2 q_l)); g and q by the mean-field maps',
      assumptions:
        'Wide layers, a curve of constant norm and speed; any distribution, with at least 10 kept weights per neuron.',
      source: `${HERE}, after Poole et al. 2016, arXiv 1606.05340`,
      loose: 'No bound. Where the norm varies along the curve and there are biases.',
    },
    {
      name: 'turningAngles',
      title: 'turning angle of ReLU images',
      statement:
        "turning angle in layer l ≈ that of the input + ∫ sin ψ dθ · Σ_{j≤l} √(n_j/π), ψ the angle between x and x'",
      assumptions: 'Wide ReLU layers without biases.',
      source: HERE,
      loose:
        'No bound; leading order, within 2 % of simulation at width 200, depth 4. Single networks spread by 18 % there.',
    },
  ],
};
