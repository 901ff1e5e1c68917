/**
 * Measures of the activation patterns that the curve meets, layer upon layer; what each means stands in
 * `experiment/measures.ts`.
 */
import type { ExactLayer } from './layer.ts';

/**
 * What is known of the patterns of layers 1 … l on every interval between knots. Interval c ends at knot c; 0
 * is none.
 */
interface IntervalPatterns {
  /** Two hashes of the pattern, less those of the first interval's. */
  readonly high: Int32Array;
  readonly low: Int32Array;
  /** Hamming distance from the first interval's pattern. */
  readonly fromStart: Int32Array;
}

/** Patterns of one network, whose layers are to be given in order. */
export class ExactPatterns {
  #intervals: IntervalPatterns = {
    high: new Int32Array(2),
    low: new Int32Array(2),
    fromStart: new Int32Array(2),
  };
  /** Sum of the Hamming distances between neighbours. */
  #path = 0;

  add({ layer, width, memory, crossings, cut, activation }: ExactLayer) {
    const { count } = cut;
    const below = layer === 1 ? null : this.#intervals;
    if (layer === 1) this.#path = 0;
    const high = new Int32Array(count);
    const low = new Int32Array(count);
    const fromStart = new Int32Array(count);
    const { pieces: start } = memory.lists;
    const piece = start.slice(0, width);
    const since = new Float64Array(width);
    const lastTurn = new Int32Array(width);
    const crossed = new Uint8Array(width);
    let active = 0;
    let [h, l, away, next] = [0, 0, 0, 0];
    for (let c = 1; c < count; c++) {
      const at = cut.position[c - 1]!;
      for (; next < crossings.count && cut.turn[cut.order[next]!]! <= c; next++) {
        const i = cut.order[next]!;
        const row = crossings.row[i]!;
        const [before, after] = [crossings.before[i]!, crossings.after[i]!];
        const [first, second] = numbersOf(layer, row);
        h = (h + Math.imul(after - before, first)) | 0;
        l = (l + Math.imul(after - before, second)) | 0;
        away += Number(after !== start[row]) - Number(before !== start[row]);
        if (lastTurn[row] !== c) this.#path++;
        lastTurn[row] = c;
        if (activation.slopes[before] !== 0) active += at - since[row]!;
        since[row] = at;
        piece[row] = after;
        crossed[row] = 1;
      }
      const from = cut.source[c]!;
      high[c] = (below ? below.high[from]! : 0) + h;
      low[c] = (below ? below.low[from]! : 0) + l;
      fromStart[c] = (below ? below.fromStart[from]! : 0) + away;
    }
    for (let row = 0; row < width; row++) if (activation.slopes[piece[row]!] !== 0) active += 1 - since[row]!;
    this.#intervals = { high, low, fromStart };
    let farthest = 0;
    for (let c = 1; c < count; c++) farthest = Math.max(farthest, fromStart[c]!);
    return {
      patterns: () => {
        const distinct = new Set<number>();
        for (let c = 1; c < count; c++) distinct.add((high[c]! >>> 0) * 2 ** 21 + (low[c]! >>> 11));
        return distinct.size;
      },
      activeShare: active / width,
      // Without any change of pattern there is nothing to fold.
      spaceFold: this.#path === 0 ? 0 : 1 - farthest / this.#path,
      crossed,
    };
  }
}

/**
 * Two random numbers of a neuron: the hash of a pattern is the sum over neurons of their piece times them.
 */
function numbersOf(layer: number, row: number): readonly [number, number] {
  const seed = Math.imul(layer, 0x9e3779b1) + row;
  return [mixed(seed), mixed(seed ^ 0x5bd1e995)];
}

/** A bijection of 32 bits that leaves none of them alone. */
function mixed(x: number): number {
  let y = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  y = Math.imul(y ^ (y >>> 15), 0x846ca68b);
  return (y ^ (y >>> 16)) | 1;
}
