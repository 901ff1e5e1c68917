/** A layer at one point of a curve, in double precision. */

/** W z + b in double precision, rows of kept entries. Entry j of z is the f64 at `z + offset`. */
export function sparsePoint(
  z: usize,
  counts: usize,
  offsets: usize,
  values: usize,
  rows: i32,
  biases: usize,
  out: usize,
): usize {
  for (let row = 0; row < rows; ++row) {
    const end = offsets + ((<usize>load<u32>(counts)) << 2);
    let sum = <f64>load<f32>(biases);
    while (offsets < end) {
      sum += <f64>load<f32>(values) * load<f64>(z + <usize>load<u32>(offsets));
      offsets += 4;
      values += 4;
    }
    store<f64>(out, sum);
    counts += 4;
    biases += 4;
    out += 8;
  }
  return offsets;
}

/** The same for dense rows. Entry j of z is the f64 at `z + j * stride`. */
export function densePoint(
  z: usize,
  stride: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  rows: i32,
  biases: usize,
  out: usize,
): void {
  for (let row = 0; row < rows; ++row) {
    let sum = <f64>load<f32>(biases);
    let at = z;
    const end = weights + ((<usize>fanIn) << 2);
    for (let weight = weights; weight < end; weight += 4) {
      sum += <f64>load<f32>(weight) * load<f64>(at);
      at += stride;
    }
    store<f64>(out, sum);
    weights += rowBytes;
    biases += 4;
    out += 8;
  }
}
