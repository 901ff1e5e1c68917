export { type RegionBounds, regionBounds } from './bounds.ts';
export {
  gaussianBiasDensity,
  type HaninRolnickConstants,
  haninRolnickBreakpoints,
  haninRolnickRegions,
} from './hanin-rolnick.ts';
export { montufar2014Lower, pascanu2013Lower, serra2018Lower } from './lower-bounds.ts';
export {
  montufar2017Upper,
  raghuPatternUpper,
  serra2018Upper,
  trivialUpper,
  zaslavsky,
} from './upper-bounds.ts';
