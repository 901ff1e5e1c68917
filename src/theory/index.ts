export { growthTheory } from './growth.ts';
export { polylineLoss } from './polyline-loss.ts';
export { raghuScalingLaw } from './scaling-law.ts';
export type { GrowthTheory, LayerTheory } from './types.ts';
