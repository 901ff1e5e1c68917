/** Images between knots old and new; the layout of curves is that of `crossings.ts`. */

/**
 * Adds to each of a panel's columns the sum over its rows of the squared steps (f64 a column), and raises
 * `largest` (f32) to the largest |step|.
 */
export function squareRows(steps: usize, vectors: i32, rows: i32, squares: usize, largest: usize): void {
  const stride = (<usize>vectors) << 4;
  let most = f32x4.splat(0);
  for (let vector = 0; vector < vectors; ++vector) {
    let at = steps + ((<usize>vector) << 4);
    for (let row = 0; row < rows; row += 48) {
      const end = at + <usize>min(rows - row, 48) * stride;
      let sum = f32x4.splat(0);
      while (at < end) {
        const x = v128.load(at);
        most = f32x4.pmax(most, f32x4.abs(x));
        sum = f32x4.add(sum, f32x4.mul(x, x));
        at += stride;
      }
      v128.store(squares, f64x2.add(v128.load(squares), f64x2.promote_low_f32x4(sum)));
      const high = i64x2.shuffle(sum, sum, 1, 1);
      v128.store(squares, f64x2.add(v128.load(squares, 16), f64x2.promote_low_f32x4(high)), 16);
    }
    squares += 32;
  }
  raise(largest, most);
}

/** Bytes of a turn: the new column (u32) from which on a row (u32) has another slope (f32). */
const TURN: usize = 12;

/**
 * Steps of z between the new knots, from the products between the old ones: slope of the neuron's piece times
 * the new step's share of the old one times the product; and, as `squareRows` takes them, the sums of their
 * squares and the largest of them.
 *
 * Row r of the `rows` rows of panel p is written at out + (p * rows + r) * 16 vectors. `steps`: row r's
 * products at steps + r * stride plus a column's place. `sources` (u32 a new column): place of the old step.
 * `shares` (f32 a new column). `scales` (four f32 a row): what its products are multiplied with before its
 * first turn, four times over. `turns`: rising by column, the last one behind all columns.
 *
 * Four columns have the same sources in every row, and few rows turn in them: the lanes of those rows are set
 * apart before the rows are gone through.
 */
export function splitRows(
  steps: usize,
  stride: usize,
  rows: i32,
  sources: usize,
  shares: usize,
  scales: usize,
  turns: usize,
  vectors: i32,
  panels: i32,
  out: usize,
  squares: usize,
  largest: usize,
): void {
  const outStride = (<usize>vectors) << 4;
  const panelBytes = <usize>rows * outStride;
  let column = 0;
  for (let panel = 0; panel < panels; ++panel) {
    for (let vector = 0; vector < vectors; ++vector) {
      const first = turns;
      while (load<i32>(turns) < column + 4) {
        const at = scales + ((<usize>load<u32>(turns, 4)) << 4);
        const slopes = v128.load32_splat(turns + 8);
        v128.store(at, v128.bitselect(slopes, v128.load(at), lanesFrom(load<i32>(turns) - column)));
        turns += TURN;
      }
      splitVector(
        steps,
        stride,
        rows,
        sources,
        v128.load(shares),
        scales,
        out + ((<usize>vector) << 4),
        outStride,
        squares,
        largest,
      );
      // Behind the four columns a row has its last slope throughout.
      for (let turn = first; turn < turns; turn += TURN) {
        const at = scales + ((<usize>load<u32>(turn, 4)) << 4);
        v128.store(at, v128.load32_splat(at + 12));
      }
      sources += 16;
      shares += 16;
      squares += 32;
      column += 4;
    }
    out += panelBytes;
  }
}

/** All ones in the lanes from `first` on. */
function lanesFrom(first: i32): v128 {
  return i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(first));
}

/** Four columns of all rows. */
function splitVector(
  steps: usize,
  stride: usize,
  rows: i32,
  sources: usize,
  shares: v128,
  scales: usize,
  out: usize,
  outStride: usize,
  squares: usize,
  largest: usize,
): void {
  let a = steps + <usize>load<u32>(sources);
  let b = steps + <usize>load<u32>(sources, 4);
  let c = steps + <usize>load<u32>(sources, 8);
  let d = steps + <usize>load<u32>(sources, 12);
  let most = f32x4.splat(0);
  let low = v128.load(squares);
  let high = v128.load(squares, 16);
  for (let row = 0; row < rows; row += 48) {
    const end = scales + ((<usize>min(rows - row, 48)) << 4);
    let sum = f32x4.splat(0);
    while (scales < end) {
      let x = v128.load32_zero(a);
      x = v128.load32_lane(b, x, 1);
      x = v128.load32_lane(c, x, 2);
      x = v128.load32_lane(d, x, 3);
      x = f32x4.mul(f32x4.mul(x, shares), v128.load(scales));
      v128.store(out, x);
      most = f32x4.pmax(most, f32x4.abs(x));
      sum = f32x4.add(sum, f32x4.mul(x, x));
      a += stride;
      b += stride;
      c += stride;
      d += stride;
      out += outStride;
      scales += 16;
    }
    low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i64x2.shuffle(sum, sum, 1, 1)));
  }
  v128.store(squares, low);
  v128.store(squares, high, 16);
  raise(largest, most);
}

/** Raises the f32 at `largest` to the largest lane. */
function raise(largest: usize, most: v128): void {
  const pairs = f32x4.pmax(most, i64x2.shuffle(most, most, 1, 1));
  const one = max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  store<f32>(largest, max(load<f32>(largest), one));
}
