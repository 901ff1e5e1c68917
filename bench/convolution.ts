/** A convolution among layers: drawing, rows at each place, product, bias, ReLU and lengths. */
import { curve, endpoints } from '../src/curve/index.ts';
import { Arena, loadKernels } from '../src/kernels/index.ts';
import { type Subject, Workspace } from '../src/measure/index.ts';
import type { Conv2dLayer } from '../src/network/index.ts';
import { peakRuler } from './peak.ts';
import { Rates } from './rounds.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';
import { consume } from './time.ts';

/** Kernels of 3 × 3 on this many channels, as many out, on images of this side. */
const SHAPES = [
  { side: 28, channels: 16, padding: 'circular' },
  { side: 28, channels: 64, padding: 'circular' },
  { side: 28, channels: 64, padding: 'zero' },
  { side: 14, channels: 128, padding: 'circular' },
] as const;
const QUICK = [
  { side: 8, channels: 16, padding: 'circular' },
  { side: 8, channels: 16, padding: 'zero' },
] as const;
const POINTS = 100;
const KERNEL = 3;

type Shape = (typeof SHAPES | typeof QUICK)[number];

/** Weights at every place: a patch has zeros beyond an edge that is not circular. */
function weightsOf({ side, channels, padding }: Shape): number {
  const pixels = (padding === 'circular' ? KERNEL * side : KERNEL * side - 2) ** 2;
  return pixels * channels * channels;
}

/** One layer, on samples of a polyline that no few vectors span. */
function subjectOf({ side, channels, padding }: Shape): Subject {
  const width = side * side * channels;
  const layer: Conv2dLayer = {
    type: 'conv2d',
    inputShape: [side, side, channels],
    channels,
    kernel: KERNEL,
    stride: 1,
    padding,
    width,
    density: 1,
    weights: { kind: 'gaussian' },
    sigmaW: Math.SQRT2,
    biases: { kind: 'gaussian' },
    sigmaB: 0.1,
    scaling: 'fan-in',
    activation: { name: 'relu' },
  };
  const vertices = [1, 2, 3].flatMap((seed) => endpoints('gaussian', seed, width));
  const network = { inputDim: width, layers: [layer] };
  return { network, seed: 1, curve: curve('polyline', vertices), points: POINTS };
}

export const convolutionSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  const peak = await peakRuler();
  for (const build of builds) {
    log(`convolutions, ${build.name}`);
    const rounds = quick ? 2 : 7;
    const rows: Record<string, Cell>[] = [];
    for (const shape of quick ? QUICK : SHAPES) {
      const { side, channels, padding } = shape;
      const arena = new Arena(await loadKernels(await build.compile()), build.name);
      const workspace = new Workspace(arena, subjectOf(shape));
      const macs = weightsOf(shape) * POINTS;
      const rates = new Rates();
      let network = 0;
      const once = () => workspace.measure(network++, 1).length[0]!;
      consume(once());
      for (let round = 0; round < rounds; round++) rates.measure(once, macs / 1e9, peak);
      const { best, bestPeak, medianShare } = rates;
      rows.push({
        image: `${side} × ${side}`,
        channels: `${channels} → ${channels}`,
        padding,
        T: POINTS,
        'layer GMAC/s': best,
        'layer / peak, best': best / bestPeak,
        'layer / peak, median': medianShare,
      });
    }
    const note = `One core, one layer of ${KERNEL} × ${KERNEL} from drawing to lengths. GMAC/s are useful ones: weights at every place × points / time.`;
    tables.push({ title: 'Convolutions', note, kernels: build.name, rows });
  }
  return tables;
};
