/** Kernel memory for an exact image. */
import type { Address } from '../../kernels/abi.ts';
import type { Reserve } from '../../kernels/arena.ts';
import type { Product } from '../../kernels/layout.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { sourceAreas } from '../areas/source.ts';
import { paddedRows } from '../panel-product.ts';
import type { Subject } from '../subject.ts';

/** The most columns of a panel. */
export const WIDEST_PANEL = 64;
/** Words of 32 bits of a turn; see `assembly/split.ts`. */
export const TURN = 3;
/** Bytes of a crossing in the memory of the kernels; see `assembly/crossings.ts`. */
export const EVENT = 24;

/** `length` numbers from `at` on. */
export interface Span {
  readonly at: Address;
  readonly length: number;
}

/** Reserves what an `ExactMemory` for curves of up to `knots` knots holds. */
export function exactAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  subject: Pick<Subject, 'given'>,
  knots: number,
) {
  const widest = Math.max(spec.inputDim, widestLayer(spec));
  const columns = knots + WIDEST_PANEL;
  const crossings = mostCrossings(knots, widest);
  const words = wordsOf(columns);
  const span = (bytes: number, length: number): Span => ({ at: reserve(bytes * length), length });
  return {
    widest,
    source: sourceAreas(reserve, spec, subject, productAt),
    image: span(4, columns * widest),
    products: reserve(4 * columns * paddedRows(widest)),
    ranks: span(4, widest),
    /** First point of the image: an f64 at the beginning of what would be a row of a panel. */
    point: span(8, (WIDEST_PANEL / 2) * widest),
    /**
     * Pre-activations: at the knot reached, at the first knot, and where all inputs are zero, which is the
     * bias.
     */
    points: span(8, widest + 1),
    starts: span(8, widest),
    silentPoints: span(8, widest + 1),
    /** As many zeros (f32) as a group has rows. */
    zeros: span(4, widest),
    /**
     * For each row of the image the knots at which it is not zero; knots at which all rows are, and at which
     * all of a row's inputs are.
     */
    active: span(4, words * widest),
    layerEnds: span(4, words),
    silentEnds: reserve(4 * words * widest),
    /** At each knot, by how much the number of non-zero rows differs from the knot before. */
    aliveDelta: span(4, columns),
    squares: span(8, columns),
    zSquares: span(8, columns),
    /** Largest |pre-activation|, and largest |step|. */
    peak: span(8, 1),
    largest: span(4, 1),
    sources: span(4, columns),
    shares: span(4, columns),
    turns: span(4, TURN * (crossings + 1)),
    scales: span(4, 4 * widest),
    events: span(1, EVENT * crossings),
  };
}

/** Beside a crossing at each new knot, all neurons may cross where the layer below dies. */
function mostCrossings(knots: number, widest: number): number {
  return 2 * (knots + 2 * widest);
}

/** The sparse product unless rows have all inputs, because its rows know their inputs. */
export function productAt(density: number): Product {
  return density === 1 ? 'dense' : 'sparse';
}

/** Words of 32 bits for as many columns, with at least one bit to spare, in vectors. */
export function wordsOf(columns: number): number {
  return 4 * (Math.floor(columns / 128) + 1);
}
