/**
 * The test that turbo has to pass: it must find whatever a compiler can do wrong, and nothing where nothing
 * is wrong.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import {
  Arena,
  type Kernels,
  KernelsUnavailableError,
  kernelBuilds,
  kernelBytes,
  loadKernels,
} from '../../src/kernels/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { Workspace } from '../../src/measure/index.ts';
import { compileForNode } from '../../src/node/kernels.ts';
import { runTrajectory } from '../../src/node/run-trajectory.ts';
import { compileTurbo, requireAgreement, turboProblem } from '../../src/node/turbo.ts';
import { firstDifference, WIDTHS } from '../../src/node/turbo-test.ts';

const plain = async () => loadKernels(await compileForNode('simd128'));
const problem = turboProblem();

// Node 20 compiles the relaxed build only once it was told to.
beforeAll(async () => {
  await compileForNode('relaxed');
});

test('every width of panel that turbo uses is tested', () => {
  const used = new Set<number>();
  for (let points = 1; points < 1000; points++) {
    for (const density of [0, 1]) used.add(panelLayout(points, density, 'turbo').vectors);
  }
  const ascending = (widths: Iterable<number>) => [...widths].sort((a, b) => a - b);
  expect(ascending(WIDTHS)).toEqual(ascending(used));
});

test('panels as wide as those of turbo change no digit', async () => {
  for (const points of [2, 7, 31, 48, 100]) {
    for (const density of [0.1, 0.7, 1]) {
      const experiment = parseExperiment({
        width: 70,
        depth: 3,
        density,
        sigmaB: 0.2,
        points,
        networks: 2,
        estimator: 'polyline',
      });
      const { subject } = planExperiment(experiment).runs[0]!;
      const [narrow, wide] = await Promise.all(
        (['simd128', 'turbo'] as const).map(async (build) =>
          new Workspace(new Arena(await plain(), build), subject).measure(0, 2),
        ),
      );
      expect(wide).toEqual(narrow);
    }
  }
});

describe('two compilations', () => {
  test('agree where they are the same', async () => {
    expect(firstDifference(await plain(), await plain())).toBeNull();
  });

  test('differ where one fuses', async () => {
    const fused = await loadKernels(await compileForNode('relaxed'));
    expect(firstDifference(fused, await plain())).toBe('the dense product of 4 columns');
  });

  test.each(Object.keys(OUTPUTS) as (keyof typeof OUTPUTS)[])(
    'differ where %s leaves one bit that is wrong',
    async (name) => {
      const kernels = await plain();
      const broken = { ...kernels, [name]: flawed(kernels, name) } as Kernels;
      expect(firstDifference(broken, await plain())).toMatch(
        /^(the (dense|sparse) product|(exact )?networks) of /,
      );
    },
  );

  test('differ where one computes what cannot be measured', async () => {
    const kernels = await plain();
    const broken = { ...kernels, sumOfRoots: () => Number.NaN };
    expect(firstDifference(broken, await plain())).toMatch(/^networks of density 1, gaussian .* by weights/);
  });

  test('are told apart by what differs', async () => {
    const kernels = await plain();
    const broken = { ...kernels, maskedRows: flawed(kernels, 'maskedRows') } as Kernels;
    expect(firstDifference(broken, await plain())).toMatch(
      /^networks of density 0\.3, gaussian .* by law, at 3/,
    );
  });
});

type Call = (...args: number[]) => number;

/**
 * What measuring a sampled curve calls. Which argument is the address of the function's output; null if it
 * returns it.
 */
const OUTPUTS = {
  drawVariates: 5,
  drawMask: 10,
  expandRows: 4,
  sparseRows: 6,
  denseRows: 6,
  compactImage: 0,
  keepEntries: 2,
  keepColumns: 6,
  gramFactor: 9,
  productTable: 4,
  maskedRows: 6,
  sparseLayer: 11,
  denseLayer: 11,
  sparsePoint: 6,
  densePoint: 7,
  silentEnds: 7,
  followRows: 11,
  squareRows: 3,
  // Column 0 of its output is no step, and is written over.
  splitRows: [9, 4],
  tangentRows: 10,
  sumOfRoots: null,
} as const satisfies Partial<Record<keyof Kernels, number | readonly [number, number] | null>>;

/** The function with the last bit of one number of its output wrong. */
function flawed(kernels: Kernels, name: keyof typeof OUTPUTS): Call {
  const call = kernels[name] as Call;
  const output = OUTPUTS[name];
  if (output === null) return (...args) => call(...args) * (1 + 2 ** -52);
  return (...args) => {
    const result = call(...args);
    const [argument, byte = 0] = [output].flat() as number[];
    const bytes = new Uint8Array(kernels.memory.buffer);
    bytes[args[argument!]! + byte]! ^= 1;
    return result;
  };
}

describe('a module that is not what it should be', () => {
  test('is refused, with what differed and what to do', async () => {
    const wrong = requireAgreement(await compileForNode('simd128'));
    await expect(wrong).rejects.toThrow(KernelsUnavailableError);
    await expect(wrong).rejects.toThrow(
      /^turbo: expected the digits of the relaxed build .*, got others in the dense product of 4 columns; use --kernels relaxed$/,
    );
  });

  test('is accepted if it is the relaxed build', async () => {
    await expect(requireAgreement(await compileForNode('relaxed'))).resolves.toBeUndefined();
  });

  test('is refused for a single altered constant', async () => {
    // The logarithm of 2 as f32, in the polynomials of the Gaussian variates.
    const bytes = Buffer.from(await kernelBytes('relaxed'));
    const constant = Buffer.from(new Float32Array([Math.LN2]).buffer);
    const at = bytes.indexOf(constant);
    expect(at).toBeGreaterThan(0);
    bytes[at]! ^= 1;
    await expect(requireAgreement(new WebAssembly.Module(bytes))).rejects.toThrow(/got others in the tables/);
  });
});

test.runIf(problem !== null)('where Node cannot run turbo it says so', async () => {
  const refused = runTrajectory({ width: 5, depth: 2, networks: 2, points: 4 }, { kernels: 'turbo' });
  await expect(refused).rejects.toThrow(KernelsUnavailableError);
  await expect(refused).rejects.toThrow(
    /^kernels: expected (Node 24 or later|an x64 processor) for turbo, got /,
  );
});

describe.runIf(problem === null)('where Node can run turbo', () => {
  test('it passes its test, which is made once', async () => {
    expect(await compileTurbo()).toBe(await compileTurbo());
    expect(WebAssembly.Module.customSections(await compileTurbo(), 'turbo')).toHaveLength(1);
  });

  test('it measures the digits of relaxed, and the provenance says what ran', async () => {
    for (const density of [0.1, 0.3, 1]) {
      for (const estimator of ['polyline', 'exact'] as const) {
        const input = { width: 120, depth: 4, density, estimator, networks: 6, points: 150, sigmaB: 0.3 };
        const [relaxed, turbo] = [
          await runTrajectory(input, { kernels: 'relaxed', threads: 1 }),
          await runTrajectory(input, { kernels: 'turbo', threads: 2 }),
        ];
        expect(turbo.cells).toEqual(relaxed.cells);
        expect(turbo.provenance).toMatchObject({
          kernels: 'turbo',
          kernelsSha256: kernelBuilds.turbo.sha256,
        });
      }
    }
  });
});
