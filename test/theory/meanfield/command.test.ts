/** `expressivity theory meanfield`, in this process. */
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { theoryMeanfieldCommand } from '../../../src/node/commands/theory-meanfield.ts';
import { refusal } from '../../input/refusal.ts';
import { golden } from '../fixture.ts';

afterEach(() => vi.restoreAllMocks());

/** What the command prints on standard output. */
async function output(words: string): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation(((chunk: string, done?: () => void) => {
    text += chunk;
    done?.();
    return true;
  }) as typeof process.stdout.write);
  const program = new Command('expressivity').exitOverride();
  theoryMeanfieldCommand(program, new AbortController().signal);
  await program.parseAsync(words.split(' ').filter(Boolean), { from: 'user' });
  return text;
}
const document = async (words: string) =>
  JSON.parse(await output(`${words} --json`)) as Record<string, unknown>;

describe('expressivity theory meanfield', () => {
  it('--json prints the fields of the contract in order, and what --at-q and --at-c add', async () => {
    const answer = await document(
      '--activation tanh --sigma-w 2.5 --sigma-b 0.3 --depth 3 --at-q 5 --at-c 0.5',
    );
    expect(Object.keys(answer).join(' ')).toBe(
      'qStar chi1 chi2 cStar slopeAtCStar lengthMapSlope xiQ xiC phase layers lengthMap correlationMap',
    );
    expect(answer.qStar).toBeCloseTo(golden('tanh_sw2.5_sb0.3_qstar'), 12);
    expect(answer.correlationMap).toBeCloseTo(golden('tanh_sw2.5_sb0.3_C(0.5)'), 12);
    const layers = answer.layers as Record<string, unknown>[];
    expect(layers).toHaveLength(3);
    expect(Object.keys(layers[0]!)).toEqual(['layer', 'q', 'metric', 'curvature2', 'gaussMapLength']);
  });

  it('--critical --json prints the edge of chaos', async () => {
    const edge = await document('--activation tanh --critical --sigma-b 0.3');
    expect(Object.keys(edge)).toEqual(['sigmaW', 'qStar', 'stable', 'edges']);
    const { sigmaW, qStar, stable } = edge;
    expect(edge.edges).toEqual([{ sigmaW, qStar, stable, lengthMapSlope: expect.any(Number) }]);
    expect(edge.sigmaW).toBeCloseTo(golden('tanh_eoc_sb0.3_sw'), 12);
    expect(await document('--critical --sigma-b 0.3')).toEqual({
      sigmaW: null,
      qStar: null,
      stable: null,
      edges: [],
    });
  });

  it('takes the defaults of a run, null where nothing exists, and a density', async () => {
    expect(await document('')).toMatchObject({ qStar: null, chi1: expect.closeTo(1), phase: 'critical' });
    expect(await document('--sigma-w 2 --sigma-b 1')).toMatchObject({ qStar: null, cStar: null, xiC: null });
    const sparse = await document('--activation erf --sigma-w 2 --sigma-b 0.5 --density 0.25');
    const dense = await document('--activation erf --sigma-w 1 --sigma-b 0.5');
    expect(sparse).toEqual(dense);
  });

  it('prints a table of at most 100 columns that says what – means', async () => {
    const text = await output('--activation tanh --sigma-w 2.5 --sigma-b 0.3 --at-q 5 --at-c 0.5');
    expect(text).toMatch(/^phase +chaotic$/m);
    expect(text).toMatch(/^q\* +4\.079 /m);
    expect(text).toMatch(/^V\(5\) +4\.268 /m);
    expect(text).toMatch(/^layer +q +metric +curvature² +Gauss-map length$/m);
    expect(text).not.toContain('–:');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(await output('--sigma-w 2')).toContain('–: infinite, not unique, or does not exist.');
    expect(await output('--critical --activation tanh --sigma-b 0.3')).toMatch(/^σ_w +1\.396 /m);
  });

  it('shows two examples that work', async () => {
    const program = new Command('expressivity');
    theoryMeanfieldCommand(program, new AbortController().signal);
    let help = '';
    program.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    const examples = [...help.matchAll(/^ {2}expressivity theory meanfield (.*)$/gm)].map(
      ([, words]) => words!,
    );
    expect(examples).toHaveLength(2);
    for (const words of examples) expect(await output(words)).not.toBe('');
  });

  it.each([
    [
      '--activation spline',
      '--activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got "spline"',
    ],
    ['--sigma-w -1', '--sigma-w: expected a finite number >= 0, got -1'],
    ['--sigma-b x', '--sigma-b: expected a number, got "x"'],
    ['--density 2', '--density: expected a number in [0, 1], got 2'],
    ['--depth 0', '--depth: expected an integer in 1 … 100000, got 0'],
    ['--at-q -1', '--at-q: expected a finite number >= 0, got -1'],
    ['--at-c 1.5', '--at-c: expected a number in [-1, 1], got 1.5'],
    ['--critical --at-c 0', '--at-c: expected none with --critical, got "0"'],
  ])('%s is wrong input', async (words, message) => {
    await expect(output(words)).rejects.toThrow(refusal(message));
  });
});
