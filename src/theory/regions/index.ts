export { type RegionBounds, regionBounds } from './bounds.ts';
export {
  gaussianBiasDensity,
  type HaninRolnickConstants,
  haninRolnickBreakpoints,
  haninRolnickRegions,
} from './hanin-rolnick.ts';
export {
  type PatternOptions,
  raghuPatternUpper,
} from './upper-bounds.ts';
