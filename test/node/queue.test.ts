/** Documents that go through a queue, and the options that name it. What a queue does: test/acceptance. */
import { describe, expect, test } from 'vitest';
import { BlockMeasurer, inlineExecutor } from '../../src/ensemble/index.ts';
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { compileKernels, loadKernels } from '../../src/kernels/index.ts';
import { answerOf, readAnswer } from '../../src/node/queue/answer.ts';
import { coarse } from '../../src/node/queue/coarse.ts';
import { queueAddress } from '../../src/node/queue/connection.ts';
import { planForQueue } from '../../src/node/queue/run.ts';
import { labelOf, MOST_TASK_CHARACTERS, readTask, subjectText, taskText } from '../../src/node/queue/task.ts';
import { cellsOf, planOf, subjectsOf } from '../ensemble/fixture.ts';
import { refusal } from '../input/refusal.ts';

const INPUTS: readonly ExperimentInput[] = [
  { width: 6, depth: 3, seed: 2 ** 53 - 1 },
  { widths: [5, 3, 5], weights: 'discrete:-2:-1:1:2', activation: 'leaky-relu:0.1', sigmaB: 0.3 },
  { width: 5, curve: 'circle', activation: 'tanh', measure: ['q', 'autocorrelation'], points: 48 },
  { width: 40, curve: 'arc', draw: 'law', points: 10, endpoints: 'orthonormal' },
  { width: 5, estimator: 'tangent', points: 7, density: 0.4 },
  {
    layers: [{ type: 'dense', width: 3 }, { type: 'batch-norm' }, { type: 'batch-norm', epsilon: 0.1 }],
    ...{
      inputDim: 2,
      batch: {
        points: [
          [1, 2],
          [0.1, -1],
        ],
      },
    },
  },
];
const TASK = { run: 0, first: 3, networks: 2 };
const textOf = (input: ExperimentInput, task = TASK, owner = 'me') =>
  taskText(task, owner, subjectText(planOf(input).runs[0]!.subject));

describe('a task', () => {
  test.each(INPUTS)('%j comes back as it went', (input) => {
    const { subjectKey, ...task } = readTask(textOf(input));
    expect(task).toEqual({ ...TASK, owner: 'me', subject: planOf(input).runs[0]!.subject });
    // Whoever asks, and for which networks.
    expect(readTask(textOf(input, { run: 0, first: 9, networks: 1 }, 'you')).subjectKey).toBe(subjectKey);
    expect(readTask(textOf({ ...input, seed: 7 })).subjectKey).not.toBe(subjectKey);
  });
  test('is short, however deep the network', () => {
    expect(textOf({ width: 3, depth: 10_000, networks: 1 }).length).toBeLessThan(2000);
  });

  const good = JSON.parse(textOf(INPUTS[0]!));
  const { subject } = good;
  test.each([
    ['no text', 7, 'task: expected a document of expressivity/task@1, got '],
    ['no JSON', '{', 'task: expected a document of expressivity/task@1, got '],
    [
      'a text that is too long',
      ' '.repeat(MOST_TASK_CHARACTERS) + JSON.stringify(good),
      'task: expected a document of',
    ],
    [
      'another schema',
      { ...good, schema: 'expressivity/task@2' },
      'task: expected a document of expressivity/task@1, got schema',
    ],
    ['a field too many', { ...good, files: ['/etc/passwd'] }, 'task: expected a document of'],
    [
      'a field too few',
      { ...good, first: undefined },
      'task: expected a document of expressivity/task@1, got first',
    ],
    ['another version', { ...good, version: '0.0.0' }, 'version: expected 0.1.0, got "0.0.0"'],
    ['other kernels', { ...good, kernelsSha256: 'x' }, 'kernelsSha256: expected '],
    [
      'no network',
      { ...good, networks: 0 },
      'task: expected a document of expressivity/task@1, got networks',
    ],
    [
      'too many networks',
      { ...good, networks: 2 ** 30 },
      'networks: expected at most 16777216 layers, got 3221225472',
    ],
    [
      'too many layers',
      {
        ...good,
        subject: {
          ...subject,
          network: { ...subject.network, layers: [{ ...subject.network.layers[0], count: 1e9 }] },
        },
      },
      'networks: expected at most 16777216 layers, got 2000000000',
    ],
    [
      'another width',
      {
        ...good,
        subject: {
          ...subject,
          network: {
            ...subject.network,
            layers: [{ count: 1, layer: { ...subject.network.layers[0].layer, width: -1 } }],
          },
        },
      },
      'layers[0].width: expected ',
    ],
    [
      'points of another dimension',
      {
        ...good,
        subject: { ...subject, curve: { kind: 'line', vertices: ['AAAAAAAA8D8=', 'AAAAAAAA8L8='] } },
      },
      'curve: expected points of dimension 6',
    ],
    [
      'half a number',
      { ...good, subject: { ...subject, curve: { kind: 'line', vertices: ['AAAA', 'AAAA'] } } },
      'curve: expected points in base64',
    ],
    ['another estimator', { ...good, subject: { ...subject, estimator: 'guess' } }, 'estimator: expected '],
    [
      'given weights',
      { ...good, subject: { ...subject, given: [] } },
      'task: expected a document of expressivity/task@1, got subject',
    ],
  ])('%s is refused', (_, document, line) => {
    const text = typeof document === 'object' ? JSON.stringify(document) : document;
    expect(() => readTask(text)).toThrow(line);
  });
  test('of another version is recognised', () => {
    const other = JSON.stringify({ ...good, version: '9.9.9' });
    expect(labelOf(other)).toMatchObject({
      owner: 'me',
      version: '9.9.9',
      kernelsSha256: good.kernelsSha256,
    });
    expect(labelOf('{"mail":"hello"}')).toBe(null);
  });
});

describe('an answer', async () => {
  const kernels = await loadKernels(await compileKernels('simd128'));
  const measured = (input: ExperimentInput) =>
    new BlockMeasurer(kernels, subjectsOf(planOf(input)), 'simd128').measure(TASK, () => {});

  test.each(INPUTS)('of %j comes back as it went', (input) => {
    const [record, text] = [measured(input), textOf(input)];
    const sent = JSON.parse(JSON.stringify(answerOf(record, 0, text)));
    expect(readAnswer(sent, TASK, text)).toEqual(record);
  });

  test('that is damaged, or of another task, is refused', () => {
    const [record, text] = [measured(INPUTS[0]!), textOf(INPUTS[0]!)];
    const { sha256, block } = answerOf(record, 0, text);
    const other = block.startsWith('A') ? `B${block.slice(1)}` : `A${block.slice(1)}`;
    const refused = (answer: unknown, got: string, task = TASK, asked = text) =>
      expect(() => readAnswer(answer, task, asked)).toThrow(
        `answer: expected the block of a task, got ${got}`,
      );
    refused('done', 'something else');
    refused({ sha256, block, more: 1 }, 'something else');
    refused({ sha256, block: other }, 'a block that differs from its hash');
    refused({ sha256, block: block.slice(0, 100) }, 'a block that differs from its hash');
    refused({ sha256, block }, 'a block of another experiment', TASK, textOf(INPUTS[0]!, TASK, 'you'));
    refused({ sha256, block }, 'a block of other networks', { ...TASK, first: 4 });
  });
});

test('tasks of a queue are larger, and change no digit', async () => {
  const plan = planOf({
    width: 30,
    depth: 3,
    density: [0.2, 1],
    sigmaB: 0.1,
    networks: 70,
    points: 2000,
    curve: 'circle',
  });
  const larger = coarse(plan);
  for (const [i, { blockSize }] of larger.runs.entries())
    expect(blockSize).toBe(10 * plan.runs[i]!.blockSize);
  expect(await cellsOf(larger, await inlineExecutor(subjectsOf(plan)))).toBe(
    await cellsOf(plan, await inlineExecutor(subjectsOf(plan))),
  );
  // An answer stays small, whatever a network costs.
  const [deep] = coarse(planOf({ width: 2, depth: 1000, networks: 10 })).runs;
  expect(deep!.blockSize).toBeLessThan(10);
});

test('a curve that is too large to go with every task is refused', () => {
  const vertices = Array.from({ length: 1000 }, (_, i) =>
    Float64Array.from({ length: 100 }, (_, j) => i + j * j),
  );
  const plan = planOf({ width: 5, networks: 1 });
  const [run] = plan.runs;
  const curve = { kind: 'polyline', vertices } as const;
  const large = { ...plan, runs: [{ ...run!, subject: { ...run!.subject, curve } }] };
  expect(() => planForQueue(large)).toThrow(
    '--redis: expected a curve, layers and a batch of at most 1047576 characters',
  );
});

test.each([
  ['localhost', 'something else'],
  ['http://localhost', 'a URL of http:'],
  ['redis://', 'a URL of redis:'],
  ['redis://user:secret@', 'something else'],
])('--redis %s is refused', (url, got) => {
  expect(() => queueAddress(url)).toThrow(
    refusal(`--redis: expected redis://HOST:PORT, or rediss://USER:PASSWORD@HOST:PORT with TLS, got ${got}`),
  );
});
test('a queue is named as keys of Redis are', () => {
  expect(queueAddress('redis://u:p@h:7/3', 'a.b-c_d')).toMatchObject({ server: 'h:7', queue: 'a.b-c_d' });
  expect(queueAddress('rediss://h')).toMatchObject({ server: 'h:6379', queue: 'expressivity' });
  for (const name of ['', 'a:b', 'a b', 'x'.repeat(101)])
    expect(() => queueAddress('redis://h', name)).toThrow(/^--queue: expected up to 100 letters/);
});
