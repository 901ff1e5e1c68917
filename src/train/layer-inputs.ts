/** How what a layer makes of samples goes into the next layer with weights, and derivatives come back. */
import type { Area } from './areas.ts';

/** The three products of a layer. Samples are the first `count` of a block. */
export interface LayerInputs {
  /** Takes the layer's weights over, for derivatives to come back through. */
  load(parameters: Area): void;
  /** W z of every sample and place into `h`. `panel`: where W transposed lies. */
  forward(panel: number, h: Area, count: number): void;
  /** The derivative by W transposed, to `out` on: `d` is that by W z. */
  weightGradient(d: Area, gradient: Area, count: number): void;
  /** The derivative by z of the layer before, in its `d`: in place of what was there. */
  back(d: Area, count: number): void;
}
