/**
 * What was measured on consecutive networks, number `first` and up, layer by layer: entry `i * depth + (l - 1)` belongs to network
 * `first + i`, layer l. Both lengths share the layer's exponent: true length = value * 2 ** exponent.
 */
export interface LengthRecord {
  readonly first: number;
  readonly networks: number;
  readonly depth: number;
  /** Length of the post-activation image z^l. */
  readonly length: Float64Array;
  /** Length of the pre-activation image h^l. */
  readonly preLength: Float64Array;
  readonly exponent: Int32Array;
  /** How often neurons of the layer change their piece along the curve; absent where it was not counted. */
  readonly transitions?: Float64Array;
  /** Activation regions of layers 1 … l together that the curve goes through. */
  readonly regions?: Float64Array;
}

/** A record to be filled in, with the counts that an exact image has. */
export function emptyRecord(first: number, networks: number, depth: number): LengthRecord {
  const size = networks * depth;
  return {
    first,
    networks,
    depth,
    length: new Float64Array(size),
    preLength: new Float64Array(size),
    exponent: new Int32Array(size),
    transitions: new Float64Array(size),
    regions: new Float64Array(size),
  };
}
