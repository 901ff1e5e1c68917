import type { Activation, AnyLayerArrays, LayerArrays } from '../network/index.ts';

/** What a file holds, before layout and activations are settled. */
export type NetworkFile = OpenFile | FixedFile;

export interface OpenFile extends AnyFile {
  /** With activations of their own where the file has them. */
  readonly layers: readonly LayerArrays[];
  /**
   * `open`: matrices may have a row for every input. `rows`: the format has a row for every neuron, and a user
   * may have written it otherwise.
   */
  readonly layout: 'open' | 'rows';
}

interface FixedFile extends AnyFile {
  readonly layers: readonly AnyLayerArrays[];
  /** The format leaves nothing open. */
  readonly layout: 'fixed';
}

interface AnyFile {
  /** Activation of the layers without one of their own, where the file has it. */
  readonly activation?: Activation | undefined;
  /**
   * Activation of the last layer where neither the file nor the user gives one: that of the other layers, or
   * none.
   */
  readonly last: 'as others' | 'linear';
  /** What was left out or changed, a clause each. */
  readonly notes: readonly string[];
}
