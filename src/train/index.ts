export type { GradientSettings } from './block-gradient.ts';
export type { TrainingCheckpoint } from './checkpoint.ts';
export type { TrainingData } from './data.ts';
export { type Evaluation, evaluate } from './evaluate.ts';
export type { Gradients, OpenGradients } from './gradients.ts';
export {
  LEARNING_RATES,
  LOSSES,
  NORMS,
  OPTIMIZERS,
  type OptimizerName,
  TRAINING_DEFAULTS,
  type TrainingLoss,
  type TrainingNorm,
  type TrainingOptions,
  type TrainingSettings,
} from './options.ts';
export { type TrainingMoment, train } from './train.ts';
export { checkTrainable, type TrainableLayer, type TrainableNetwork } from './trainable.ts';
