/**
 * Scalar double-precision twins of the kernels, written for reading: what the WASM must agree with, and
 * nothing that a run uses.
 */
export {
  referenceLayer,
  referenceRadialSteps,
  referenceSumOfQuotients,
  referenceSumOfRoots,
} from './layer.ts';
export { referenceMask } from './mask.ts';
export { type ReferenceJet, referenceNormalise } from './normalise.ts';
export { referencePatchRows } from './patches.ts';
export { referenceLargestMagnitude, referencePreActivations } from './pre-activations.ts';
export {
  type ReferenceAdam,
  referenceAdamStep,
  referenceAddPixels,
  referenceAddRow,
  referenceGatherPixels,
  referenceSumColumns,
} from './samples.ts';
export { referenceCentreRows, referenceKrylovSpace } from './scatter.ts';
export { referenceVariates } from './variates.ts';
