export { sampledArcTransitions } from './arc.ts';
export { countTheory } from './counts.ts';
export { crossingRate, type JointLaw } from './crossing-rate.ts';
export { firstLayerTransitions, sampledTransitions } from './first-layer.ts';
export { type CurveBend, curveBend, turningAngles } from './turning.ts';
export { wideTransitions } from './wide.ts';
export { type ExpectedTransitions, expectedBreakpoints, expectedTransitions } from './zero-bias.ts';
