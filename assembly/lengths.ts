/** Sum of sqrt(x) over `count` f64 from `squares` (16-aligned), count even: first the two lanes' sums, then their total. */
export function sumOfRoots(squares: usize, count: i32): f64 {
  let total = f64x2.splat(0);
  const end = squares + ((<usize>count) << 3);
  while (squares < end) {
    total = f64x2.add(total, f64x2.sqrt(v128.load(squares)));
    squares += 16;
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}
