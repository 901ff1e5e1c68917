/**
 * What the steps of a panel of an exact image do to the distance from the origin: for each of its 4 * vectors
 * columns the change of |z|² over the step, sum (z + z') (z' - z), to `changes`, and |z' - z|² to `squares`
 * (f64 a column, 16-aligned). Both in double precision: a piece along a ray has no angle.
 *
 * `steps` (16-aligned): row r of the `rows` rows at steps + r * 16 * vectors, each worth `unit`. `points`
 * (f64 a row, 16-aligned): z at the knot before, moved on to the panel's last.
 *
 * Two rows at once, even ones in the low lanes; an odd last row has zeros beside it.
 */
export function radialSteps(
  steps: usize,
  vectors: i32,
  rows: i32,
  unit: f64,
  points: usize,
  changes: usize,
  squares: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const units = f64x2.splat(unit);
  const zero = f64x2.splat(0);
  for (let vector = 0; vector < vectors; ++vector) {
    let at = steps + ((<usize>vector) << 4);
    let place = points;
    let radial0 = zero;
    let radial1 = zero;
    let radial2 = zero;
    let radial3 = zero;
    let square0 = zero;
    let square1 = zero;
    let square2 = zero;
    let square3 = zero;
    for (let row = 0; row < rows; row += 2) {
      const pair = row + 1 < rows;
      const first = v128.load(at);
      const second = pair ? v128.load(at + stride) : zero;
      let z = pair ? v128.load(place) : v128.load64_zero(place);
      const front = i32x4.shuffle(first, second, 0, 4, 1, 5);
      const back = i32x4.shuffle(first, second, 2, 6, 3, 7);

      let step = f64x2.mul(f64x2.promote_low_f32x4(front), units);
      let next = f64x2.add(z, step);
      radial0 = f64x2.add(radial0, f64x2.mul(f64x2.add(z, next), step));
      square0 = f64x2.add(square0, f64x2.mul(step, step));

      step = f64x2.mul(f64x2.promote_low_f32x4(i64x2.shuffle(front, front, 1, 1)), units);
      z = f64x2.add(next, step);
      radial1 = f64x2.add(radial1, f64x2.mul(f64x2.add(next, z), step));
      square1 = f64x2.add(square1, f64x2.mul(step, step));

      step = f64x2.mul(f64x2.promote_low_f32x4(back), units);
      next = f64x2.add(z, step);
      radial2 = f64x2.add(radial2, f64x2.mul(f64x2.add(z, next), step));
      square2 = f64x2.add(square2, f64x2.mul(step, step));

      step = f64x2.mul(f64x2.promote_low_f32x4(i64x2.shuffle(back, back, 1, 1)), units);
      z = f64x2.add(next, step);
      radial3 = f64x2.add(radial3, f64x2.mul(f64x2.add(next, z), step));
      square3 = f64x2.add(square3, f64x2.mul(step, step));

      if (pair) v128.store(place, z);
      else v128.store64_lane(place, z, 0);
      at += stride << 1;
      place += 16;
    }
    storeSums(changes, radial0, radial1);
    storeSums(changes + 16, radial2, radial3);
    storeSums(squares, square0, square1);
    storeSums(squares + 16, square2, square3);
    changes += 32;
    squares += 32;
  }
}

/** The sums of the lanes of two vectors. */
function storeSums(at: usize, a: v128, b: v128): void {
  v128.store(at, f64x2.add(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3)));
}
