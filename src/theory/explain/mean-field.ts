import type { ExplanationFamily } from './types.ts';

const POOLE = 'Poole, Lahiri, Raghu, Sohl-Dickstein & Ganguli 2016, arXiv 1606.05340';
const SCHOENHOLZ = 'Schoenholz, Gilmer, Ganguli & Sohl-Dickstein 2017, arXiv 1611.01232';
const WIDE =
  'Infinitely wide layers; weights of variance σ_w²/fan-in, α σ_w² for σ_w² where they are sparse.';
const FINITE = 'At finite width by O(1/n) per layer, in single networks by O(1/√n).';

export const meanField: ExplanationFamily = {
  family: 'mean field',
  entries: [
    {
      name: 'lengthMap',
      title: 'length map',
      statement: 'q_l = V(q_{l−1}) = σ_w² ∫ Dz φ(√q_{l−1} z)² + σ_b², q_1 = σ_w² |x|²/n_0 + σ_b²; q = |h|²/n',
      assumptions: WIDE,
      source: POOLE,
      loose: FINITE,
    },
    {
      name: 'qStar',
      title: 'fixed point of the length map',
      statement: 'q* = V(q*); ReLU: σ_b² / (1 − σ_w²/2) for σ_w² < 2',
      assumptions: WIDE,
      source: POOLE,
      loose:
        'Reached at the rate exp(−l/ξ_q). Of several fixed points, the one to which q = 1 goes. Does not exist where q = 1 grows without limit, as for ReLU and σ_w² ≥ 2.',
    },
    {
      name: 'xiQ',
      title: 'depth scale of the length map',
      statement: "ξ_q = −1 / ln V'(q*), V'(q) = σ_w² ∫ Dz (φ'² + φ φ''); |q_l − q*| falls like exp(−l/ξ_q)",
      assumptions: WIDE,
      source: SCHOENHOLZ,
      loose: 'Asymptotic: far from q* the approach is faster or slower.',
    },
    {
      name: 'correlationMap',
      title: 'correlation map',
      statement:
        'c_l = C(c_{l−1})/q*, C(c) = σ_w² ∫ Dz_1 Dz_2 φ(u_1) φ(u_2) + σ_b², u = √q* times normals of correlation c',
      assumptions: `${WIDE} Both inputs at q*.`,
      source: POOLE,
      loose: FINITE,
    },
    {
      name: 'chi1',
      title: 'stretch of a tangent',
      statement:
        "χ_1 = σ_w² ∫ Dz φ'(√q* z)², the slope of the correlation map at c = 1; E|dh_l|² = χ_1 E|dh_{l−1}|²",
      assumptions: WIDE,
      source: POOLE,
      loose: 'A mean square: mean lengths are shorter, for ReLU by 1 − 5/(8n) per layer.',
    },
    {
      name: 'chi2',
      title: 'bend of a tangent',
      statement: "χ_2 = σ_w² ∫ Dz φ''(√q* z)²",
      assumptions: `${WIDE} φ twice differentiable: infinite for activations with a kink.`,
      source: POOLE,
      loose: FINITE,
    },
    {
      name: 'cStar',
      title: 'fixed point of the correlation map',
      statement: 'C(c*) = q* c*; c* = 1 for χ_1 ≤ 1, else a stable c* < 1',
      assumptions: WIDE,
      source: POOLE,
      loose: FINITE,
    },
    {
      name: 'xiC',
      title: 'depth scale of correlations',
      statement: "ξ_c = −1 / ln(C'(c*)/q*); |c_l − c*| falls like exp(−l/ξ_c), infinite on the edge of chaos",
      assumptions: WIDE,
      source: SCHOENHOLZ,
      loose: 'Asymptotic; on the edge of chaos the approach is a power of the depth.',
    },
    {
      name: 'edgeOfChaos',
      title: 'edge of chaos',
      statement:
        "χ_1 = 1: σ_w² = 1/E φ'²(q), σ_b² = q − σ_w² E φ²(q), q > 0; ReLU: the point σ_w² = 2, σ_b = 0",
      assumptions: WIDE,
      source: `${POOLE}; ${SCHOENHOLZ}`,
      loose:
        'A line at infinite width, a crossover at finite width. Sparse networks: at σ_w/√α. Lengths settle at its q only if V′(q) < 1 (stable).',
    },
    {
      name: 'curvatureRecursion',
      title: 'metric and curvature of the image of a circle',
      statement:
        'g_l = χ_1 g_{l−1}, κ_l² = 3 χ_2/χ_1² + κ_{l−1}²/χ_1, g_1 = q*, κ_1² = 1/q*; Gauss-map length √(κ² g) per unit angle',
      assumptions: `${WIDE} Smooth φ; circle at q*.`,
      source: POOLE,
      loose: 'κ² by 4 to 9 % in single networks of width 500: the mean of a ratio. Kinks need turningAngles.',
    },
    {
      name: 'meanFieldAlong',
      title: 'the recursions along an input curve',
      statement:
        "q' = v E φ² + σ_b², metric' = v (E φ'² metric + 2 (E h h')² d E φ'²/dq), v = α σ_w² (n_(l-1) s² in general), averaged over the curve",
      assumptions:
        'Width to infinity; any distribution of independent entries, density and curve. Curvature and autocorrelation on circles and arcs of one radius. Convolutions, of many channels: at every place, with means over the places that it sees.',
      source:
        'Poole et al. 2016, arXiv 1606.05340, from the actual input; the tangent term is derived in docs/theory.md',
      loose: 'At width N by parts of order layer / N, of squared curvature by several times that.',
    },
    {
      name: 'boundaryCurvature',
      title: 'curvature of a decision boundary',
      statement:
        'Σκ² = R_l of the principal curvatures in the pre-activations of layer l: R_D = χ_2/χ_1, R_l = χ_1 R_{l+1} + χ_2/χ_1; in the input space σ_w² R_1',
      assumptions: `${WIDE} Smooth φ; a readout that does not depend on the weights. χ_1, χ_2 at q_l.`,
      source: `derived in docs/theory.md; the question is that of ${POOLE}, section 5`,
      loose:
        'A mean over networks with a long tail, so that most have less; below at finite width, by some 10 % at width 200.',
    },
    {
      name: 'pooleTheorem1',
      title: 'longest image in one layer',
      statement: 'length of the image ≤ N_1 (1 + s) R, R = max φ − min φ; a circle: 2 N_1 R, tanh 4 N_1',
      assumptions:
        'φ monotone and bounded; no projection of the tangent changes sign more than s times. Any weights.',
      source: `${POOLE}, Theorem 1`,
      loose:
        'Random layers are far below it: it bounds what width can do, and depth exceeds it exponentially.',
    },
  ],
};
