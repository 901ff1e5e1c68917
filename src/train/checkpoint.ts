/** The state that a training needs to go on: a resumed training gives the same bytes. */
export interface TrainingCheckpoint {
  /** Steps taken. */
  readonly step: number;
  /** Parameters, and what the optimiser keeps of each: velocity (sgd), or mean and mean square (adam). */
  readonly parameters: Float32Array;
  readonly moments: readonly Float32Array[];
}
