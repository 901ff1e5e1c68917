/**
 * Normalisation of every column over its rows: y = p / r with r² = square · |p|² / rows + epsilon, p the column
 * or, `centred`, what is left of it once its mean over the rows is taken off. r = 0 gives y = 0. Sums and roots
 * are in double precision; panels lie one behind the other, rows of 16 vectors bytes, and are written over.
 */

/** The f32 of row `row` in column `column`, `panel` being the address of the column's panel. */
function entry(panel: usize, row: i32, stride: usize, column: i32): usize {
  return panel + <usize>row * stride + ((<usize>column) << 2);
}

function inverse(root: f64): f64 {
  return root === 0 ? 0 : 1 / root;
}

function raise(at: usize, most: f64): void {
  store<f32>(at, max(load<f32>(at), <f32>most));
}

/** Means of the rows of a panel, one f64 a column. */
function storeMeans(panel: usize, rows: i32, stride: usize, columns: i32, means: usize): void {
  memory.fill(means, 0, (<usize>columns) << 3);
  for (let row = 0; row < rows; ++row) {
    for (let c = 0; c < columns; ++c) {
      const at = means + ((<usize>c) << 3);
      store<f64>(at, load<f64>(at) + load<f32>(entry(panel, row, stride, c)));
    }
  }
  for (let c = 0; c < columns; ++c) {
    const at = means + ((<usize>c) << 3);
    store<f64>(at, load<f64>(at) / rows);
  }
}

/**
 * The first `rows` of `panelRows` rows of a curve as it is kept in layers: column 0 of panel 0 is its first
 * point, every other column the step from the column before, in units of which `unit` is one in terms of
 * points. With e = unit d the step of y is (e - y (r₁ - r₀)) / r₁, y and r₀ before the step, r₁ - r₀ = square
 * (2 p·e + |e|²) / (rows (r₀ + r₁)): nothing nearly equal is subtracted. It is stored as that over `unit`,
 * which may be 0.
 *
 * `work`: room for 8 rows + 3 · 8 · 4 vectors bytes. `squares`: f64 a column, becomes |step of y|² over unit²,
 * 0 in column 0. `largest`: two f32, become the largest |y| and the largest stored |step|.
 */
export function normaliseSteps(
  centred: i32,
  square: f64,
  epsilon: f64,
  unit: f64,
  vectors: i32,
  panels: i32,
  rows: i32,
  panelRows: i32,
  image: usize,
  work: usize,
  squares: usize,
  largest: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const columns = vectors << 2;
  const carry = work;
  const means = carry + ((<usize>rows) << 3);
  /** Of p·d, then (r₁ - r₀) / unit; and 1 / r₁. */
  const changes = means + ((<usize>columns) << 3);
  const inverses = changes + ((<usize>columns) << 3);
  memory.fill(carry, 0, (<usize>rows) << 3);
  memory.fill(means, 0, (<usize>columns) << 3);
  store<f32>(largest, 0);
  store<f32>(largest, 0, 4);
  let before: f64 = 0;
  let mostPoint: f64 = 0;
  let mostStep: f64 = 0;
  for (let p = 0; p < panels; ++p) {
    const panel = image + <usize>p * stride * <usize>panelRows;
    const out = squares + <usize>p * ((<usize>columns) << 3);
    if (centred !== 0) storeMeans(panel, rows, stride, columns, means);
    memory.fill(changes, 0, (<usize>columns) << 3);
    memory.fill(inverses, 0, (<usize>columns) << 3);
    memory.fill(out, 0, (<usize>columns) << 3);
    for (let row = 0; row < rows; ++row) {
      let point = load<f64>(carry + ((<usize>row) << 3));
      for (let c = 0; c < columns; ++c) {
        const at = (<usize>c) << 3;
        const step: f64 = load<f32>(entry(panel, row, stride, c)) - load<f64>(means + at);
        if (p === 0 && c === 0) point = step;
        else {
          store<f64>(changes + at, load<f64>(changes + at) + point * step);
          store<f64>(out + at, load<f64>(out + at) + step * step);
          point += unit * step;
        }
        store<f64>(inverses + at, load<f64>(inverses + at) + point * point);
      }
    }
    const share = square / rows;
    let root = before;
    for (let c = 0; c < columns; ++c) {
      const at = (<usize>c) << 3;
      const next = Math.sqrt(share * load<f64>(inverses + at) + epsilon);
      const grown = 2 * load<f64>(changes + at) + unit * load<f64>(out + at);
      const both = root + next;
      store<f64>(changes + at, both === 0 ? 0 : (share * grown) / both);
      store<f64>(inverses + at, inverse(next));
      root = next;
    }
    memory.fill(out, 0, (<usize>columns) << 3);
    const firstInverse = inverse(before);
    before = root;
    for (let row = 0; row < rows; ++row) {
      const carried = carry + ((<usize>row) << 3);
      let point = load<f64>(carried);
      let y = point * firstInverse;
      for (let c = 0; c < columns; ++c) {
        const at = (<usize>c) << 3;
        const stored = entry(panel, row, stride, c);
        const step: f64 = load<f32>(stored) - load<f64>(means + at);
        const over = load<f64>(inverses + at);
        if (p === 0 && c === 0) {
          point = step;
          y = point * over;
          store<f32>(stored, <f32>y);
        } else {
          const made = (step - y * load<f64>(changes + at)) * over;
          store<f32>(stored, <f32>made);
          store<f64>(out + at, load<f64>(out + at) + made * made);
          mostStep = max(mostStep, Math.abs(made));
          point += unit * step;
          y = point * over;
        }
        mostPoint = max(mostPoint, Math.abs(y));
      }
      store<f64>(carried, point);
    }
  }
  raise(largest, mostPoint);
  raise(largest + 4, mostStep);
}

/**
 * One panel of points p, and of their derivatives v and a by a parameter where `order` is 1 or 2, the panels
 * at `points`, `velocities` and `accelerations`:
 *
 *     r' = square p·v / (rows r),   r'' = (square (bend |v|² + p·a) / rows - bend r'²) / r
 *     y' = (v - y r') / r,          y'' = (a - 2 bend y' r' - y r'') / r
 *
 * `bend`: worth of the square of a stored velocity in units of stored accelerations times points. `work`: room
 * for 3 · 8 · 4 vectors bytes. `squares`: f64 a column, |v|² and, behind them by `outSquares` bytes, |y'|² are
 * added. `largest`: three f32, raised to the largest |y|, |y'| and |y''|.
 */
export function normaliseJets(
  order: i32,
  centred: i32,
  square: f64,
  epsilon: f64,
  bend: f64,
  vectors: i32,
  rows: i32,
  points: usize,
  velocities: usize,
  accelerations: usize,
  work: usize,
  squares: usize,
  outSquares: usize,
  largest: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const columns = vectors << 2;
  const bytes = (<usize>columns) << 3;
  const means = work;
  const meanVelocities = means + bytes;
  const meanAccelerations = meanVelocities + bytes;
  memory.fill(means, 0, 3 * bytes);
  if (centred !== 0) {
    storeMeans(points, rows, stride, columns, means);
    if (order > 0) storeMeans(velocities, rows, stride, columns, meanVelocities);
    if (order > 1) storeMeans(accelerations, rows, stride, columns, meanAccelerations);
  }
  const share = square / rows;
  let mostPoint: f64 = 0;
  let mostVelocity: f64 = 0;
  let mostAcceleration: f64 = 0;
  for (let c = 0; c < columns; ++c) {
    const at = (<usize>c) << 3;
    const meanP = load<f64>(means + at);
    const meanV = load<f64>(meanVelocities + at);
    const meanA = load<f64>(meanAccelerations + at);
    let pp: f64 = 0;
    let pv: f64 = 0;
    let vv: f64 = 0;
    let pa: f64 = 0;
    let before: f64 = 0;
    for (let row = 0; row < rows; ++row) {
      const p: f64 = load<f32>(entry(points, row, stride, c)) - meanP;
      pp += p * p;
      if (order === 0) continue;
      const stored: f64 = load<f32>(entry(velocities, row, stride, c));
      const v = stored - meanV;
      before += stored * stored;
      pv += p * v;
      vv += v * v;
      if (order === 1) continue;
      pa += p * (load<f32>(entry(accelerations, row, stride, c)) - meanA);
    }
    const over = inverse(Math.sqrt(share * pp + epsilon));
    const first = share * pv * over;
    const second = (share * (bend * vv + pa) - bend * first * first) * over;
    let after: f64 = 0;
    for (let row = 0; row < rows; ++row) {
      const y = (load<f32>(entry(points, row, stride, c)) - meanP) * over;
      store<f32>(entry(points, row, stride, c), <f32>y);
      mostPoint = max(mostPoint, Math.abs(y));
      if (order === 0) continue;
      const dy = (load<f32>(entry(velocities, row, stride, c)) - meanV - y * first) * over;
      store<f32>(entry(velocities, row, stride, c), <f32>dy);
      mostVelocity = max(mostVelocity, Math.abs(dy));
      after += dy * dy;
      if (order === 1) continue;
      const stored = entry(accelerations, row, stride, c);
      const ddy = (load<f32>(stored) - meanA - 2 * bend * dy * first - y * second) * over;
      store<f32>(stored, <f32>ddy);
      mostAcceleration = max(mostAcceleration, Math.abs(ddy));
    }
    store<f64>(squares + at, load<f64>(squares + at) + before);
    store<f64>(squares + outSquares + at, load<f64>(squares + outSquares + at) + after);
  }
  raise(largest, mostPoint);
  raise(largest + 4, mostVelocity);
  raise(largest + 8, mostAcceleration);
}
