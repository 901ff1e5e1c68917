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
}
