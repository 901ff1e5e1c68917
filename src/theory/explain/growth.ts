import type { ExplanationFamily } from './types.ts';

const HERE = 'derived in docs/theory.md';
const LAWS =
  'Independent entries, symmetric about zero, fourth moments finite; one kink, at 0. Any width, density, bias.';
const DENSE =
  'Dense Gaussian weights; relu, leaky-relu, abs or linear. Any width, curve and symmetric distribution of biases.';

export const growth: ExplanationFamily = {
  family: 'growth of length',
  entries: [
    {
      name: 'priceTanner',
      title: "Price and Tanner's lower bound",
      statement:
        "E|dz| / |u| ≥ α M √n E|φ'|, with E|w·u| ≥ M |u| for dense rows w; for ReLU α M √n / 2 per layer",
      assumptions:
        'Weights and bias of a row keep their distribution when all change sign; the mask is independent of the values.',
      source: 'Price & Tanner 2019, arXiv 1911.10651, main theorem and corollaries',
      loose:
        'Linear in the density where the truth goes like its root: low by √(π/α) per wide Gaussian ReLU layer, 1.77 dense, 5.6 at α = 0.1.',
    },
    {
      name: 'priceTannerSharp',
      title: "Price and Tanner's lower bound with a larger constant",
      statement:
        "E|dz| / |u| ≥ α M √n E|φ'|, M = min over 1 ≤ s ≤ ∞ of (2/π) ∫ (1 − |χ(t/√s)|^s) t⁻² dt, χ the characteristic function of a kept weight",
      assumptions: 'Independent entries, symmetric about zero; the mask is independent of the values.',
      source: `Haagerup's argument, ${HERE}; uniform: Latała & Oleszkiewicz 1995; ±1: Szarek 1976`,
      loose:
        'M is the largest possible for Gaussian, uniform (30 % above priceTanner) and ±1 weights (as there), a few per cent below it for other sets; in the density as loose as priceTanner.',
    },
    {
      name: 'lower',
      title: 'lower end of the two-sided bracket',
      statement: "E|dz| / |u| ≥ s √(α n m) / √(1 + (r max(3, κ/α) − 1)/n), m = E φ'², r = E φ'⁴ / m²",
      assumptions: LAWS,
      source: `Hölder's inequality, ${HERE}`,
      loose: 'By O(1/(α n)). At very small α n the Price–Tanner bound can lie above it; both hold.',
    },
    {
      name: 'upper',
      title: 'upper end of the two-sided bracket',
      statement:
        "E|dz| / |u| ≤ s √(α n m), m = E φ'² (1/2 for ReLU): the root mean square, exact for every distribution",
      assumptions: LAWS,
      source: `Jensen's inequality, ${HERE}`,
      loose:
        'High by a factor 1 + 5/(8n) + … per dense Gaussian ReLU layer; over many narrow layers that adds up.',
    },
    {
      name: 'exact',
      title: 'exact expected growth',
      statement:
        "E|dz| / |u| = s E √(Σ φ'ᵢ² gᵢ²), gᵢ standard normal, φ'ᵢ fair coins; for ReLU and s² = 2/n: 1 − 5/(8n) + …",
      assumptions: DENSE,
      source: `${HERE}, after Hanin, Jeong & Rolnick, arXiv 2102.10492`,
      loose:
        'Nowhere for the mean. The mean of a narrow, deep network is carried by rare networks: see typicalGrowth.',
    },
    {
      name: 'approximate',
      title: 'large-width expansion',
      statement:
        'E|dz| / |u| ≈ s √(α n m) (1 − v/8), v = (r (3 + p (κ/α − 3)) − 1)/n, p = Σ u⁴ at its fixed point',
      assumptions:
        'Any distribution and density; given only for r max(3, κ/α) ≤ 2n/3. Where an exact value is known, that one.',
      source: HERE,
      loose: 'No bound. Within 2.3 % of simulation where it is given, within 1.3 % from width 12 on.',
    },
    {
      name: 'hardTanhGrowth',
      title: 'finite-width law of hard-tanh',
      statement:
        'E|dz| / |u| ≈ √α s √2 E[Γ((B+1)/2) / Γ(B/2); B ≥ 1], B ~ Bin(n, erf(1/√(2q))), q the variance of h',
      assumptions:
        'Gates independent of the tangent: exact for dense Gaussian weights and a tangent orthogonal to z. Along other curves times the factor by which the speed of meanFieldAlong differs.',
      source: HERE,
      loose: 'No bound. Where q is far from its mean-field value.',
    },
    {
      name: 'smoothGrowth',
      title: 'large-width expansion for tanh, erf and sin',
      statement:
        "E|dz| / |u| ≈ s √(α n E φ'²) (1 − v/8), v = (r (3 + p (κ/α − 3)) − 1)/n, r = E φ'⁴ / (E φ'²)², at the mean-field variance of h",
      assumptions:
        'Any distribution and density; given only for v ≤ 2/3. Where tangents are not orthogonal to their points, as on a line, times the factor by which the speed of meanFieldAlong differs.',
      source: HERE,
      loose:
        'No bound. Within 0.5 % of simulation on circles at width 100, within 0.9 % on lines at width 120.',
    },
    {
      name: 'maxoutGrowth',
      title: 'growth through the largest of k rows',
      statement:
        'E|dz| / |u| ≈ √((1 + r² (m − 1))/k) (1 − v/8)/(1 − v/(8k)) over the linear layer below, m = E max² of k standard normals, r the correlation of h and w·u',
      assumptions:
        'A maxout layer right behind a linear dense layer. lower and upper: Gaussian weights, density 1, Gaussian biases or none.',
      source: HERE,
      loose:
        'No bound. Within 1 % of simulation at width 100; deep layers deviate by a share of order layer / width.',
    },
    {
      name: 'scalingLaw',
      title: "base of Raghu et al.'s asymptotic growth",
      statement:
        'E length ≥ O(base)^d; ReLU: base = σ_w √(k/(k+1)); hard-tanh: base = σ_w √k / √(t² + k t), t = √(σ_w² + σ_b²)',
      assumptions: 'Dense Gaussian weights of variance σ_w²/k; the curve is no line through the origin.',
      source: 'Raghu et al. 2017, arXiv 1606.05336, Theorem 3',
      loose:
        'O() hides a constant per layer, so the base alone is no bound: for ReLU it lies above the truth at every width.',
    },
    {
      name: 'flatTangentGrowth',
      title: 'exact growth of a flat tangent',
      statement:
        "E|dz| / |u| = s E √(Σ φ'ᵢ² (Jᵢ/m) gᵢ²), Jᵢ ~ Bin(m, α), for a tangent with m equal entries and zeros elsewhere",
      assumptions: 'Gaussian weights of any density; relu, leaky-relu, abs or linear.',
      source: HERE,
      loose: 'Says nothing on other tangents; those of deep layers are spread, and close to m = n.',
    },
    {
      name: 'typicalGrowth',
      title: 'typical growth',
      statement: 'exp(E ln(|dz|/|u|)), given that the layer is not dead; ReLU and s² = 2/n: 1 − 5/(4n) + …',
      assumptions: DENSE,
      source: `${HERE}; log-normality: Hanin & Nica 2019, arXiv 1812.05994`,
      loose: 'Of very short segments. Curves average along t: their median lies between this and the mean.',
    },
    {
      name: 'lengthVariation',
      title: 'variation of length between networks',
      statement:
        'Var / mean² ≤ Π r²/b² − 1 with r the upper and b the exact growth, or lower; ReLU: about exp(5d/(4n)) − 1',
      assumptions: `${LAWS} Equality for very short segments where the growth is exact.`,
      source: `Minkowski's inequality, ${HERE}`,
      loose:
        'For long curves, which average along t: 0.44 against 0.905 for a segment at width 20, depth 10.',
    },
    {
      name: 'networksNeeded',
      title: 'networks for a relative standard error ε',
      statement: 'N = ⌈CV² / ε²⌉, CV² the upper bound of lengthVariation',
      assumptions: 'Independent networks; the number of points on the curve does not enter.',
      source: HERE,
      loose: 'As lengthVariation: enough for every curve, too many for long ones.',
    },
    {
      name: 'polylineLoss',
      title: 'share of length that a polyline misses',
      statement:
        '1 − √(2 (1 − c_l)) / Δ, c_0 = cos Δ, Δ the angle between neighbours; ReLU: about l Θ / (3 π n)',
      assumptions: 'Wide layers, no biases, an arc of constant norm, one kink, at 0.',
      source: HERE,
      loose: 'High for straight segments, which cross the rays from the origin at an angle; infinite width.',
    },
    {
      name: 'sampledLengths',
      title: 'what a sampled curve shows',
      statement:
        'Σ_j √(n E(z_j − z_{j+1})²), E(z_1 − z_2)² = (1+a²)/2 D − (1−a)² √(q_1 q_2) (sin t − t cos t)/π, D = E(h_1 − h_2)²',
      assumptions: 'Wide layers; slopes 1 and a; any distribution, density, bias and points.',
      source: `${HERE}, after Poole et al. 2016, arXiv 1606.05340`,
      loose: 'Leading order in the width: finite layers are shorter by about 1 − 5/(8n) each.',
    },
  ],
};
