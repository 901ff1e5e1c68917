import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  boundaryCurvatures,
  boundaryPoints,
  curve,
  drawNetwork,
  endpoints,
  randomReadout,
} from '../../src/index.ts';
import { uniformNetwork } from '../../src/network/index.ts';
import { regionsCommand } from '../../src/node/commands/regions.ts';
import { refusal } from '../input/refusal.ts';
import { golden, goldenNetwork } from '../regions/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-regions-'));
const file = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  const network = (dims: number[]) => ({
    layers: goldenNetwork(dims, 'relu').layers.map(({ weights, biases, width, fanIn }) => ({
      weights: Array.from({ length: width }, (_, i) => [...weights.subarray(i * fanIn, (i + 1) * fanIn)]),
      biases: [...biases],
    })),
  });
  writeFileSync(file('plane.json'), JSON.stringify(network([2, 8, 8, 8])));
  writeFileSync(file('space.json'), JSON.stringify(network([3, 8, 8, 8])));
  writeFileSync(file('axes.csv'), '1,0\n0,1\n');
  writeFileSync(file('segment.csv'), '-2,1,0.5\n2.5,-1.5,1\n');
  writeFileSync(file('three.csv'), '0,0\n2,0\n0,3\n');
  writeFileSync(file('experiment.json'), '{ "widths": [6, 5], "sigmaB": 0.2, "seed": 3 }');
});

/** What the command prints. */
async function run(...words: string[]): Promise<string> {
  const program = new Command('expressivity').exitOverride();
  regionsCommand(program.command('regions'), new AbortController().signal);
  let printed = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text, done?: unknown) => {
    printed += String(text);
    if (typeof done === 'function') done();
    return true;
  });
  try {
    await program.parseAsync(['regions', ...words], { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return printed;
}

// biome-ignore lint/suspicious/noExplicitAny: a document as a script would see it
const document = async (...words: string[]): Promise<any> => JSON.parse(await run(...words, '--json'));

describe('a segment', () => {
  test('the network of golden.json from a file', async () => {
    const found = await document('--network-file', file('space.json'), '--endpoints', file('segment.csv'));
    expect(found).toMatchObject({
      schema: 'expressivity/regions@1',
      kind: 'segment',
      network: { inputDim: 3, widths: [8, 8, 8], activation: 'relu' },
      input: { dim: 3 },
    });
    const last = found.layers[2];
    expect(last.regions).toBe(golden('detnet_relu_regions'));
    expect(last.length).toBeCloseTo(golden('detnet_relu_len_l3'), 10);
    expect(found.breakpoints.length).toBe(last.regions - 1);
    expect(found.stretches.length).toBe(found.knots.length - 1);
  });

  test('a drawn network: its number counts, the same number is the same network', async () => {
    const at = (number: string) => document('--widths', '9,9', '--sigma-b', '1', '--network', number);
    const [first, again, other] = [await at('4'), await at('4'), await at('5')];
    expect(again).toEqual(first);
    expect(other.layers).not.toEqual(first.layers);
    expect(first.network).toMatchObject({ seed: 0, network: 4, sigmaB: 1, biases: 'gaussian', inputDim: 9 });
  });

  test('an experiment file, with its polyline', async () => {
    const found = await document(file('experiment.json'), '--input-dim', '4');
    expect(found.network).toMatchObject({ seed: 3, widths: [6, 5], inputDim: 4, sigmaB: 0.2 });
    const polyline = await document(
      file('experiment.json'),
      '--curve',
      'polyline',
      '--endpoints',
      file('three.csv'),
    );
    expect(polyline.input.length).toBeCloseTo(2 + Math.sqrt(13), 12);
  });

  test('a table, and a folder with the same result', async () => {
    const table = await run('--widths', '6,6');
    expect(table).toMatch(/^layer {2}width +length +pre-length +transitions +new breakpoints +regions/);
    expect(table).toContain('turning angle: total, in radians.');
    const printed = await run('--widths', '6,6', '--json', '--quiet', '--out', file('out'));
    expect(readFileSync(file('out/result.json'), 'utf8')).toBe(printed);
  });
});

describe('a slice', () => {
  test('the network of golden.json, in a folder', async () => {
    const words = [
      '--network-file',
      file('plane.json'),
      '--endpoints',
      file('axes.csv'),
      '--slice',
      '--window',
      '1',
    ];
    const found = await document(...words, '--quiet', '--out', file('slice'));
    expect(found.regions).toBe(golden('slice2d_regions_2-8-8-8'));
    expect(found.layers.map((layer: { regions: number }) => layer.regions)).toEqual([36, 144, 315]);
    expect(found.coveredArea).toBeCloseTo(4, 12);
    expect(JSON.parse(readFileSync(file('slice/result.json'), 'utf8'))).toEqual(found);
    const { cells } = JSON.parse(readFileSync(file('slice/polygons.json'), 'utf8')) as { cells: object[] };
    expect(cells.length).toBe(315);
    const picture = readFileSync(file('slice/slice.svg'), 'utf8');
    expect(picture).toContain('315 activation regions');
    expect(picture).toContain('The network of plane.json: input dimension 2, widths 8, 8, 8, relu.');
    expect(readFileSync(file('slice/slice.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  test('default windows: around two points and the origin, around three points', async () => {
    const words = ['--network-file', file('plane.json'), '--slice', '--endpoints'];
    expect((await document(...words, file('axes.csv'))).window).toEqual({ x0: -1, x1: 1, y0: -1, y1: 1 });
    const three = await document(...words, file('three.csv'));
    expect(three.window).toEqual({ x0: -1, x1: 3, y0: -1.5, y1: 4.5 });
    expect(three.plane).toEqual({ origin: [0, 0], u: [1, 0], v: [0, 1] });
  });

  test('a table', async () => {
    const table = await run('--widths', '5', '--input-dim', '2', '--slice', '--window=-1,2,0,1');
    expect(table).toMatch(/^layer {2}width {2}regions {2}boundary length/);
    expect(table).toMatch(/activation regions, \d+ linear regions in an area of 3\.00000\./);
  });
});

describe('a boundary', () => {
  const words = [
    '--widths',
    '12,9',
    '--input-dim',
    '5',
    '--activation',
    'tanh',
    '--sigma-w',
    '3',
    '--sigma-b',
    '0.3',
  ];
  const circle = [...words, '--curve', 'circle', '--boundary'];

  test('of a drawn network, as the library finds it', async () => {
    const found = await document(...circle, '--network', '3', '--seed', '2');
    expect(found).toMatchObject({
      schema: 'expressivity/regions@1',
      kind: 'boundary',
      network: { seed: 2, network: 3, widths: [12, 9], inputDim: 5, activation: 'tanh' },
      input: { curve: 'circle', dim: 5, samples: 1000 },
    });
    const law = uniformNetwork({
      inputDim: 5,
      widths: [12, 9],
      density: 1,
      weights: { kind: 'gaussian' },
      sigmaW: 3,
      biases: { kind: 'gaussian' },
      sigmaB: 0.3,
      scaling: 'fan-in',
      activation: { name: 'tanh' },
    });
    const network = drawNetwork(law, 2, 3);
    const readout = randomReadout(network, 2, 3);
    expect(found.readout).toEqual([...readout]);
    const points = boundaryPoints(network, readout, curve('circle', endpoints('orthonormal', 2, 5)));
    expect(points.length).toBeGreaterThan(1);
    expect(found.crossings).toBe(points.length);
    expect(found.points.map(({ t }: { t: number }) => t)).toEqual(points.map(({ t }) => t));
    const layers = points.map(({ point }) => boundaryCurvatures(network, readout, point));
    for (const [l, layer] of found.layers.entries()) {
      expect(found.points[0].layers[l].curvatures).toEqual([...layers[0]![l]!.curvatures]);
      const largest = layers.reduce((sum, at) => sum + at[l]!.curvatures[0]!, 0) / layers.length;
      expect(layer.largest).toBeCloseTo(largest, 12);
      expect(layer.theory.sumOfSquares).toBeGreaterThan(0);
    }
  });

  test('at fewer points, spread over the crossings; a table and a folder', async () => {
    const all = await document(...circle);
    const one = await document(...circle, '--crossings', '1');
    expect(one.crossings).toBe(all.crossings);
    expect(one.points).toEqual(all.points.slice(0, 1));
    const table = await run(...circle, '--quiet', '--out', file('boundary'));
    expect(table).toMatch(/^layer {2}width {2}gradient +largest +smallest +all {2}mean field\ninput +5 /);
    expect(table).toContain(`curvatures at ${all.points.length} of these points`);
    expect(JSON.parse(readFileSync(file('boundary/result.json'), 'utf8'))).toEqual(all);
  });

  test('of a network from a file, with a readout of its own and no theory', async () => {
    writeFileSync(
      file('sine.json'),
      JSON.stringify({
        activation: 'sin',
        layers: [
          {
            weights: [
              [1, 0],
              [0, 1],
            ],
            biases: [Math.PI / 2, Math.PI / 2],
          },
        ],
      }),
    );
    const given = ['--network-file', file('sine.json'), '--endpoints', file('axes.csv'), '--boundary'];
    const found = await document(...given, '--readout', '1,-1');
    // cos x = cos y on the line from (1, 0) to (0, 1): in the middle, on a straight boundary.
    expect(found.points.length).toBe(1);
    for (const x of found.points[0].point) expect(x).toBeCloseTo(0.5, 14);
    expect(Math.abs(found.layers[0].largest)).toBeLessThan(1e-15);
    expect(found.layers[0].theory).toEqual({ sumOfSquares: null });
    const none = await run(...given, '--readout', '1,1');
    expect(none).toBe('G changes its sign 0 times between 1000 samples of the line: no boundary there.\n');
    expect(await document(...given, '--readout', '1,1')).toMatchObject({
      crossings: 0,
      layers: [],
      points: [],
    });
  });
});

describe('wrong input', () => {
  test.each([
    [
      '--slice --segment',
      '--slice: expected one of --segment, --slice, --patterns, --around and --boundary, got two',
    ],
    [
      '--boundary --slice',
      '--boundary: expected one of --segment, --slice, --patterns, --around and --boundary, got two',
    ],
    ['--crossings 3', '--crossings: expected --boundary with it, got none'],
    ['--slice --points 30', '--points: expected --boundary with it, got none'],
    ['--boundary --window 3', '--window: expected --slice with it, got none'],
    [
      '--boundary',
      '--boundary: expected a smooth activation (linear, tanh, erf, sin, elu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish or squared-relu); --slice --decision takes straight pieces, got relu',
    ],
    ['--boundary --activation tanh --crossings 0', '--crossings: expected an integer of at least 1, got "0"'],
    [
      '--boundary --activation tanh --width 3 --readout 1,2',
      '--readout: expected 3 entries, one a neuron of the last layer, got 2',
    ],
    [
      '--boundary --activation tanh --width 3 --readout 1,x',
      '--readout: expected numbers, one a neuron of the last layer, got "1,x" (element 2 is not a number)',
    ],
    ['--window 3', '--window: expected --slice with it, got none'],
    [
      '--slice --window 3,1',
      '--window: expected x0,x1,y0,y1 with x0 < x1 and y0 < y1, or a positive number, got "3,1"',
    ],
    [
      '--slice --window 1,1,0,1',
      '--window: expected x0,x1,y0,y1 with x0 < x1 and y0 < y1, or a positive number, got "1,1,0,1"',
    ],
    [
      '--slice --window x',
      '--window: expected x0,x1,y0,y1 with x0 < x1 and y0 < y1, or a positive number, got "x"',
    ],
    ['--slice --endpoints mnist:1,2,3,4', '--endpoints: expected two or three points for a slice, got 4'],
    ['--curve circle', '--curve: expected line or polyline, whose images are known exactly, got "circle"'],
    ['--density 0.1,0.5', '--density: expected one value, got a sweep of 2'],
    ['--network 1.5', '--network: expected an integer from 0 to 4,294,967,295, got "1.5"'],
    ['--endpoints nowhere.csv', '--endpoints: expected a readable file, got "nowhere.csv" (no such file)'],
    [
      '--endpoints mnist:3,8 --input-dim 4',
      '--input-dim: expected 784, the dimension of the endpoints, got 4',
    ],
    ['--endpoints mnist:1,2,3', '--endpoints: expected two points for a line, got 3'],
    [
      '--network-file nowhere.npz',
      '--network-file: expected a readable file, got "nowhere.npz" (no such file)',
    ],
    ['--slice --curve arc', '--curve: expected none with --slice, got "arc"'],
    [
      '--network-file a.json --endpoints a.csv --seed 1',
      '--seed: expected a random network, random --endpoints, random lines or a random --readout with it, got none',
    ],
    ['--biases uniform', '--biases: expected --sigma-b with it, got none'],
    ['--network-file a.json --depth 3', '--depth: expected none with --network-file, got "3"'],
    ['--network-file a.json --network 3', '--network: expected none with --network-file, got "3"'],
  ])('%s', async (words, message) => {
    await expect(run(...words.split(' '))).rejects.toThrow(refusal(message));
  });

  test('endpoints of another space than that of the file, points on one line', async () => {
    const words = ['--network-file', file('plane.json'), '--endpoints'];
    await expect(run(...words, file('segment.csv'))).rejects.toThrow(
      refusal("--endpoints: expected points of dimension 2, that of the network's input, got 3"),
    );
    writeFileSync(file('flat.csv'), '1,1\n2,2\n');
    await expect(run(...words, file('flat.csv'), '--slice', '--out', file('never'))).rejects.toThrow(
      refusal('--endpoints: expected two directions, got vectors that are 0 or parallel'),
    );
    expect(existsSync(file('never'))).toBe(false);
  });

  test('a network with a smooth activation', async () => {
    writeFileSync(file('smooth.json'), '{ "activation": "tanh", "layers": [{ "weights": [[1, 2]] }] }');
    await expect(run('--network-file', file('smooth.json'), '--slice')).rejects.toThrow(
      refusal(
        '--activation: expected a piecewise linear one (relu, leaky-relu:a, abs, linear, hard-tanh, shifted-relu:tau, clipped-relu:tau:m or soft-threshold:tau), got tanh',
      ),
    );
  });
});
