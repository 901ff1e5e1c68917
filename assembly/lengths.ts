/**
 * Sum of sqrt(x) over `count` f64 from `squares` (16-aligned), count even: first the two lanes' sums, then
 * their total.
 */
export function sumOfRoots(squares: usize, count: i32): f64 {
  let total = f64x2.splat(0);
  const end = squares + ((<usize>count) << 3);
  while (squares < end) {
    total = f64x2.add(total, f64x2.sqrt(v128.load(squares)));
    squares += 16;
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/**
 * Sum of x / sqrt(y) over pairs of `count` f64 from `squares` and `below` (16-aligned), count even, in the
 * order of `sumOfRoots`; 0 where y is.
 */
export function sumOfQuotients(squares: usize, below: usize, count: i32): f64 {
  let total = f64x2.splat(0);
  const zero = f64x2.splat(0);
  const end = squares + ((<usize>count) << 3);
  while (squares < end) {
    const y = v128.load(below);
    const quotient = f64x2.div(v128.load(squares), f64x2.sqrt(y));
    total = f64x2.add(total, v128.and(quotient, f64x2.gt(y, zero)));
    squares += 16;
    below += 16;
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}
