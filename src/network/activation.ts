export type Activation =
  | { readonly name: 'relu' | 'abs' | 'linear' | 'hard-tanh' | 'tanh' | 'erf' | 'sin' }
  /** `h` for h > 0, `slope * h` otherwise. */
  | { readonly name: 'leaky-relu'; readonly slope: number };

const BOUNDED: readonly Activation['name'][] = ['hard-tanh', 'tanh', 'erf', 'sin'];
const SMOOTH: readonly Activation['name'][] = ['linear', 'tanh', 'erf', 'sin'];

/** Whether phi(c h) = c phi(h) for every c > 0. */
export function isHomogeneous(activation: Activation): boolean {
  return !BOUNDED.includes(activation.name);
}

/** Whether phi has kinks, at which neurons change from one linear piece to another; else it is smooth. */
export function hasKinks(activation: Activation): boolean {
  return !SMOOTH.includes(activation.name);
}
