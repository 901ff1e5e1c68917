export type { Checkpoint } from './checkpoint.ts';
export type { TrainingData } from './data.ts';
export { type Evaluation, evaluate } from './evaluate.ts';
export type { Gradients, OpenGradients } from './gradients.ts';
export {
  LEARNING_RATES,
  LOSSES,
  type Loss,
  NORMS,
  type Norm,
  OPTIMIZERS,
  type OptimizerName,
  TRAINING_DEFAULTS,
  type TrainingOptions,
  type TrainingSettings,
} from './options.ts';
export { type TrainingMoment, train } from './train.ts';
