/** What the WASM kernels export, and the numbers that stand for laws, activations and purposes on both sides. */
import type { Law } from '../network/index.ts';

/** A byte address in the memory of the kernels, from 0 to below 2^32. */
export type Address = number;

/** The exports of `assembly/index.ts`; layouts and rules stand there, with each function. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  initialise(): void;
  memoryStart(): Address;
  seedStream(
    state: Address,
    seed: number,
    network: number,
    layer: number,
    purpose: number,
    block: number,
  ): void;
  fillBits(state: Address, out: Address, count: number): void;
  drawVariates(
    seed: number,
    network: number,
    layer: number,
    purpose: number,
    block: number,
    out: Address,
    count: number,
    law: number,
    table: Address,
    size: number,
  ): void;
  drawMask(
    seed: number,
    network: number,
    layer: number,
    block: number,
    rows: number,
    fanIn: number,
    density: number,
    skips: boolean,
    stride: number,
    counts: Address,
    offsets: Address,
    end: Address,
  ): number;
  expandRows(
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    dense: Address,
    rowBytes: number,
  ): void;
  sparseRows(
    vectors: number,
    panel: Address,
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    out: Address,
    outStride: number,
  ): Address;
  denseRows(
    vectors: number,
    panel: Address,
    weights: Address,
    rowBytes: number,
    fanIn: number,
    rows: number,
    out: Address,
    outStride: number,
  ): void;
  compactImage(z: Address, panels: number, stride: number, rows: number, ranks: Address): number;
  keepEntries(
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    ranks: Address,
    stride: number,
  ): number;
  keepColumns(
    from: Address,
    rowBytes: number,
    rows: number,
    fanIn: number,
    ranks: Address,
    groups: Address,
    out: Address,
    outBytes: number,
  ): void;
  gramFactor(
    z: Address,
    vectors: number,
    panels: number,
    rows: number,
    columns: number,
    order: Address,
    wide: Address,
    factor: Address,
    tiles: Address,
    out: Address,
    ranks: Address,
  ): number;
  productTable(z: Address, stride: number, rows: number, columns: number, table: Address): number;
  maskedRows(
    table: Address,
    columns: number,
    counts: Address,
    offsets: Address,
    rows: number,
    normals: Address,
    out: Address,
    outBytes: number,
  ): void;
  sparsePoint(
    z: Address,
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    biases: Address,
    out: Address,
  ): Address;
  densePoint(
    z: Address,
    stride: number,
    weights: Address,
    rowBytes: number,
    fanIn: number,
    rows: number,
    biases: Address,
    out: Address,
  ): void;
  followRows(
    steps: Address,
    stride: number,
    rows: number,
    firstRow: number,
    column: number,
    columns: number,
    gain: number,
    lower: number,
    upper: number,
    silent: Address,
    silentBytes: number,
    points: Address,
    rest: Address,
    largest: Address,
    events: Address,
    eventsEnd: Address,
  ): Address;
  tangentRows(
    activation: number,
    first: number,
    second: number,
    pointGain: number,
    tangentGain: number,
    points: Address,
    tangents: Address,
    biases: Address,
    rows: number,
    vectors: number,
    z: Address,
    dz: Address,
    squares: Address,
    zSquares: number,
    largest: Address,
  ): void;
  silentEnds(
    active: Address,
    words: number,
    stride: number,
    layerEnds: Address,
    counts: Address,
    offsets: Address,
    rows: number,
    out: Address,
  ): Address;
  squareRows(steps: Address, vectors: number, rows: number, squares: Address, largest: Address): void;
  splitRows(
    steps: Address,
    stride: number,
    rows: number,
    sources: Address,
    shares: Address,
    scales: Address,
    turns: Address,
    vectors: number,
    panels: number,
    out: Address,
    squares: Address,
    largest: Address,
  ): void;
  sparseLayer(
    vectors: number,
    panels: number,
    z: Address,
    zPanelBytes: number,
    counts: Address,
    offsets: Address,
    values: Address,
    biases: Address,
    rows: number,
    scratch: Address,
    carry: Address,
    zOut: Address,
    outPanelBytes: number,
    pointGain: number,
    stepGain: number,
    unit: number,
    activation: number,
    first: number,
    second: number,
    squares: Address,
    zSquares: number,
    largest: Address,
  ): void;
  denseLayer(
    vectors: number,
    panels: number,
    z: Address,
    zPanelBytes: number,
    weights: Address,
    rowBytes: number,
    fanIns: Address,
    biases: Address,
    rows: number,
    scratch: Address,
    carry: Address,
    zOut: Address,
    outPanelBytes: number,
    pointGain: number,
    stepGain: number,
    unit: number,
    activation: number,
    first: number,
    second: number,
    squares: Address,
    zSquares: number,
    largest: Address,
  ): void;
  sumOfRoots(squares: Address, count: number): number;
  smoothValues(activation: number, order: number, from: Address, count: number, to: Address): void;
}

/** Every export, for the test that holds this interface against the real module. */
export const KERNEL_NAMES = [
  'memory',
  'initialise',
  'memoryStart',
  'seedStream',
  'fillBits',
  'drawVariates',
  'drawMask',
  'expandRows',
  'sparseRows',
  'denseRows',
  'compactImage',
  'keepEntries',
  'keepColumns',
  'gramFactor',
  'productTable',
  'maskedRows',
  'sparsePoint',
  'densePoint',
  'tangentRows',
  'silentEnds',
  'followRows',
  'squareRows',
  'splitRows',
  'sparseLayer',
  'denseLayer',
  'sumOfRoots',
  'smoothValues',
] as const satisfies readonly (keyof Kernels)[];

/**
 * Exports whose result is a `usize`: an address or a number of bytes. The result of a WebAssembly function is signed, so
 * addresses above 2 GiB come out negative; `instantiate.ts` makes these results unsigned.
 */
export const UNSIGNED_RESULTS = [
  'memoryStart',
  'sparseRows',
  'productTable',
  'sparsePoint',
  'silentEnds',
  'followRows',
] as const satisfies readonly (keyof Kernels)[];

/** Law numbers of `drawVariates`. A set of two values is ±c, hence ±1 after rescaling: its variates come straight from bits. */
export const LAW = { gaussian: 0, uniform: 1, signs: 2, table: 3 } as const;

export function lawNumber(law: Law): number {
  if (law.kind !== 'discrete') return LAW[law.kind];
  return law.values.length === 2 ? LAW.signs : LAW.table;
}

/** The values of a discrete law, rescaled to unit variance; empty for the other laws. */
export function unitValues(law: Law): number[] {
  if (law.kind !== 'discrete') return [];
  const meanSquare = law.values.reduce((sum, v) => sum + v * v, 0) / law.values.length;
  return law.values.map((v) => v / Math.sqrt(meanSquare));
}
