import { expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { InputError, parseExperiment } from '../../src/experiment/index.ts';
import { Arena, type KernelsName, kernelBuilds, loadKernels } from '../../src/kernels/index.ts';
import { Workspace } from '../../src/measure/index.ts';
import { compileForNode, KERNEL_CHOICES, kernelsOf } from '../../src/node/kernels.ts';
import { runTrajectory } from '../../src/node/run-trajectory.ts';
import { turboProblem } from '../../src/node/turbo.ts';

const arena = async (name: KernelsName) => new Arena(await loadKernels(await compileForNode(name)));
const NETWORKS = 6;

test('auto is the build whose digits are the same everywhere', () => {
  expect(kernelsOf('auto')).toBe('simd128');
  expect(KERNEL_CHOICES.slice(1)).toEqual(Object.keys(kernelBuilds));
  expect(() => kernelsOf('fast')).toThrow(/^--kernels: expected auto, simd128, relaxed, turbo, got "fast"$/);
});

test('turbo is refused in one line where Node is too old or the processor another', () => {
  expect(kernelsOf('turbo', null)).toBe('turbo');
  expect(turboProblem('24.0.0', 'x64')).toBeNull();
  expect(turboProblem('101.2.3', 'x64')).toBeNull();
  const refused = (node: string, arch: string) => () => kernelsOf('turbo', turboProblem(node, arch));
  expect(refused('22.23.3', 'x64')).toThrow(InputError);
  expect(refused('22.23.3', 'x64')).toThrow(
    /^--kernels: expected Node 24 or later for turbo, got 22\.23\.3$/,
  );
  expect(refused('24.1.0', 'arm64')).toThrow(/^--kernels: expected an x64 processor for turbo, got arm64$/);
  // Nobody else is.
  expect(kernelsOf('relaxed', { expected: 'any', got: 'problem' })).toBe('relaxed');
});

test('both builds draw the same weights', async () => {
  const drawn = await Promise.all(
    (['simd128', 'relaxed'] as const).map(async (name) => {
      const memory = await arena(name);
      const out = memory.reserve(4 * 4096);
      const masked = memory.reserve(4 * 4096);
      memory.kernels.drawVariates(3, 1, 2, 1, 0, out, 4000, 0, 0, 0);
      const kept = memory.kernels.drawMask(
        3,
        1,
        2,
        0,
        30,
        100,
        0.1,
        true,
        4,
        out + 16384,
        masked,
        masked + 16384,
      );
      return [...memory.u32(out, 4000), kept, ...memory.u32(masked, kept)];
    }),
  );
  expect(drawn[0]).toEqual(drawn[1]);
});

test.each([0.1, 1])(
  'the fused build measures the same lengths to single precision at density %f',
  async (density) => {
    const plan = planExperiment(
      parseExperiment({
        width: 40,
        depth: 5,
        density,
        sigmaW: 2,
        sigmaB: 0.3,
        estimator: 'polyline',
        points: 60,
        networks: NETWORKS,
      }),
    );
    const { subject } = plan.runs[0]!;
    const [plain, fused] = await Promise.all(
      (['simd128', 'relaxed'] as const).map(async (name) =>
        new Workspace(await arena(name), subject).measure(0, NETWORKS),
      ),
    );
    expect(fused!.exponent).toEqual(plain!.exponent);
    plain!.length.forEach((length, i) => {
      expect(Math.abs(fused!.length[i]! - length)).toBeLessThanOrEqual(1e-4 * length);
    });
  },
);

test('what ran stands in the provenance', async () => {
  const input = { width: 5, depth: 2, networks: 2, points: 4 };
  const { provenance } = await runTrajectory(input, { kernels: 'relaxed', threads: 1 });
  expect(provenance).toMatchObject({ kernels: 'relaxed', kernelsSha256: kernelBuilds.relaxed.sha256 });
});
