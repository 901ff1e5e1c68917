/** Runs on a real Slurm: one that completes, and those whose tasks are cancelled and killed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, endAll, start, until } from './command.ts';
import { type Slurm, startSlurm } from './slurm.ts';

let slurm: Slurm;
const folder = mkdtempSync(join(tmpdir(), "expressivity run's "));

beforeAll(async () => {
  slurm = await startSlurm();
});
afterAll(() => {
  endAll();
  slurm.stop();
  rmSync(folder, { recursive: true });
});

const NETWORKS = ['--width', '60', '--depth', '5', '--density', '0.3,1', '--sigma-b', '0.2', '--networks'];

/** Runs the command until it ends. */
const command = (...words: string[]) => start(words, { cwd: folder, env: slurm.env }).ended;

async function must(...words: string[]): Promise<Ended> {
  const ended = await command(...words);
  expect(ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('expressivity:') });
  return ended;
}

const cells = (text: string) => JSON.stringify(JSON.parse(text).cells);
const merged = (name: string) => cells(readFileSync(join(folder, name, 'result.json'), 'utf8'));
async function local(networks: string): Promise<string> {
  return cells((await must('trajectory', ...NETWORKS, networks, '--json', '--quiet')).stdout);
}

async function isQueueEmpty(): Promise<boolean> {
  return slurm.run('squeue', '--noheader') === '';
}

/** Numbers of the jobs of an array and its merge, as submit.sh prints them. */
function jobsOf(stdout: string): { shards: string; merge: string } {
  const [, shards, merge] = /^shards [\d,-]+: job (\d+)\nmerge: job (\d+)\n$/.exec(stdout)!;
  return { shards: shards!, merge: merge! };
}

async function statusOf(name: string) {
  return JSON.parse((await must('status', name, '--json')).stdout) as { done: number; missing: string };
}

test('a complete run, and one with nothing missing', async () => {
  await must('plan', ...NETWORKS, '200', '--shards', '6', '--out', 'complete');
  const { stdout } = await must('slurm', 'complete', '--submit', '--time', '0:30:00', '--partition', 'main');
  const { shards } = jobsOf(stdout);
  expect(stdout).toContain(`shards 0-5: job ${shards}\n`);
  await until(isQueueEmpty);
  expect(merged('complete')).toBe(await local('200'));
  const logs = readdirSync(join(folder, 'complete', 'slurm'));
  expect(logs.filter((name) => name.startsWith(`shard-${shards}_`))).toHaveLength(6);

  rmSync(join(folder, 'complete', 'result.json'));
  const again = execFileSync('sh', [join(folder, 'complete', 'submit.sh')], {
    env: slurm.env,
    encoding: 'utf8',
  });
  expect(again).toMatch(/^merge: job \d+\n$/);
  await until(isQueueEmpty);
  expect(merged('complete')).toBe(await local('200'));
});

test('a task is cancelled, a process is killed, and submitting again runs what is missing', async () => {
  // Some five seconds a shard on one processor.
  await must('plan', ...NETWORKS, '10000', '--shards', '4', '--out', 'broken');
  const { stdout } = await must('slurm', 'broken', '--submit');
  const { shards } = jobsOf(stdout);
  const running = () =>
    slurm
      .run('squeue', '--noheader', '--states=RUNNING', `--job=${shards}`, '--format=%K')
      .trim()
      .split('\n');
  await until(() => running()[0] !== '');

  const busy = await command('slurm', 'broken', '--submit');
  expect(busy.code).toBe(1);
  expect(busy.stderr).toContain(
    `submit.sh: expected none of the run's shards in the queue, got job ${shards} (scancel ends it)`,
  );

  slurm.run('scancel', `${shards}_3`);
  const [victim] = running();
  const pids = () =>
    execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => new RegExp(`^\\s*(\\d+) .* shard \\. ${victim} --threads`).exec(line)?.[1] ?? []);
  await until(() => pids().length > 0 || running()[0] === '');
  for (const pid of pids()) process.kill(Number(pid), 'SIGKILL');
  // The merge that waited for all of them goes too.
  await until(isQueueEmpty);
  expect(existsSync(join(folder, 'broken', 'result.json'))).toBe(false);
  const { done, missing } = await statusOf('broken');
  expect({ done, missing }).toEqual({ done: 2, missing: [Number(victim), 3].sort().join() });

  const again = await must('slurm', 'broken', '--submit', '--cpus-per-task', '2');
  expect(again.stdout).toContain(`shards ${missing}: job `);
  await until(isQueueEmpty);
  expect(await statusOf('broken')).toMatchObject({ done: 4, missing: '' });
  expect(merged('broken')).toBe(await local('10000'));
});

test('dividing again keeps what is done', async () => {
  await must('plan', ...NETWORKS, '200', '--shards', '2', '--out', 'divided');
  await must('shard', 'divided', '0');
  expect(await must('slurm', 'divided', '--shards', '8')).toMatchObject({
    stdout: '8 shards, missing: 4-7; to submit: sh divided/submit.sh\n',
  });
  await must('slurm', 'divided', '--submit');
  await until(isQueueEmpty);
  expect(merged('divided')).toBe(await local('200'));
});

test.each([
  [['--time', 'soon'], '--time: expected minutes, h:m:s or days-hours:m:s, got "soon"'],
  [['--cpus-per-task', '0'], '--cpus-per-task: expected an integer from 1 to 1024, got "0"'],
  [['--shards', '1.5'], '--shards: expected an integer from 1 to 100000, got "1.5"'],
  [['--partition', 'a b; rm'], '--partition: expected names of partitions, got "a b; rm"'],
])('%j is refused', async (words, line) => {
  await must('plan', ...NETWORKS, '20', '--shards', '2', '--out', 'refused', '--resume');
  expect(await command('slurm', 'refused', ...words)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `expressivity: ${line}\n`,
  });
  expect(existsSync(join(folder, 'refused', 'submit.sh'))).toBe(false);
});

test('a folder without a plan is refused', async () => {
  const { code, stderr } = await command('slurm', 'nothing');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'expressivity: nothing: expected a run folder, with records/plan.json, got none\n',
  });
});
