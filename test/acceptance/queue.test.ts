/** Runs over a queue: a real Redis, real workers, and what can happen to them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import { subjectText, taskText } from '../../src/node/queue/task.ts';
import { endAll, type Running, start, until } from './command.ts';
import { clientOf, type Server, startRedis, temporary } from './redis.ts';

let server: Server;
let redis: Redis;
let url: string;

beforeAll(async () => {
  server = await startRedis();
  redis = clientOf(server);
  url = `redis://127.0.0.1:${server.port}`;
});
afterEach(endAll);
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

/** Some seconds on one thread, in two cells whose networks differ. */
const RUN = [
  'trajectory',
  ...[
    '--width',
    '80',
    '--depth',
    '6',
    '--density',
    '0.3,1',
    '--sigma-b',
    '0.2',
    '--networks',
    '3000',
    '--json',
  ],
];
const ENDLESS = [...RUN.slice(0, -3), '--networks', '100000', '--json'];

const onQueue = (words: readonly string[], queue: string) => [
  ...words,
  ...['--redis', url, '--queue', queue, '--progress', 'json'],
];
const startWorker = (queue: string, env?: NodeJS.ProcessEnv) =>
  start(['worker', '--redis', url, '--queue', queue, '--threads', '1'], env === undefined ? {} : { env });
const isServing = (worker: Running) => () => worker.stderr().includes('take tasks of');

/** Networks that a run has told of. */
function networksOf(run: Running): number {
  const lines = run.stderr().match(/^\{.*\}$/gm) ?? [];
  return lines.length === 0 ? 0 : JSON.parse(lines.at(-1)!).networks;
}

const cellsOf = (stdout: string) => JSON.stringify(JSON.parse(stdout).cells);

/** Keys of the queue that hold jobs, or their numbers. */
async function jobsOf(queue: string): Promise<string[]> {
  const keys = await redis.keys(`bull:${queue}:*`);
  return keys.filter((key) => !/:(meta|id|events|stalled-check)$/.test(key));
}

test('two workers, one killed, Redis restarted: the cells of a run in one process', async () => {
  // Some thirty tasks.
  const words = [...RUN.slice(0, -3), '--networks', '10000', '--json'];
  const local = start(words);
  const expected = cellsOf((await local.ended).stdout);
  const [first, second] = [startWorker('killed'), startWorker('killed')];
  await until(isServing(first));
  await until(isServing(second));
  const run = start(onQueue(words, 'killed'));
  await until(() => networksOf(run) > 500);
  first.child.kill('SIGKILL');
  await server.restart(2000);
  const { code, stdout, stderr } = await run.ended;
  expect({ code, stderr: stderr.replace(/^\{.*\}\n/gm, '') }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^redis: the connection to .* is lost.*\nredis: connected to .* again\n/m),
  });
  expect(cellsOf(stdout)).toBe(expected);
  await until(async () => (await jobsOf('killed')).length === 0);
  second.child.kill('SIGTERM');
  expect(await second.ended).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(/expressivity: stopped: \d+ tasks, \d+ networks were measured\n$/),
  });
});

test('an interrupted run leaves no jobs behind', async () => {
  const worker = startWorker('interrupted');
  await until(isServing(worker));
  const run = start(onQueue(ENDLESS, 'interrupted'));
  await until(() => networksOf(run) > 500);
  expect((await jobsOf('interrupted')).length).toBeGreaterThan(100);
  run.child.kill('SIGINT');
  const { code, stderr } = await run.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /expressivity: interrupted: \d+ of 200000 networks were finished, nothing was written\n$/,
  );
  await until(async () => (await jobsOf('interrupted')).length === 0);
});

test('tasks of a run that was killed are dropped once it is silent', async () => {
  const worker = startWorker('silent');
  await until(isServing(worker));
  const run = start(onQueue(ENDLESS, 'silent'));
  await until(() => networksOf(run) > 500);
  run.child.kill('SIGKILL');
  await run.ended;
  expect((await jobsOf('silent')).length).toBeGreaterThan(100);
  // Its time is over.
  const leases = await redis.keys('expressivity:silent:owner:*');
  expect(leases).toHaveLength(1);
  await redis.del(leases);
  await until(async () => (await jobsOf('silent')).length === 0);
});

test('a worker that is told to end gives its tasks back at once', async () => {
  const first = startWorker('ended');
  await until(isServing(first));
  const run = start(onQueue(RUN, 'ended'));
  await until(() => networksOf(run) > 500);
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(130);
  expect(await redis.llen('bull:ended:active')).toBe(0);
  const second = startWorker('ended');
  expect((await run.ended).code).toBe(0);
  second.child.kill('SIGTERM');
  await second.ended;
});

describe('a queue that holds something else', () => {
  /** A task that a run of another version would have made. */
  function foreignTask(owner: string): string {
    const plan = planExperiment(parseExperiment({ width: 3, depth: 1, networks: 2 }));
    const text = taskText({ run: 0, first: 0, networks: 2 }, owner, subjectText(plan.runs[0]!.subject));
    return text.replace(/"version":"[^"]*"/, '"version":"9.9.9"');
  }
  async function add(name: string, data: string): Promise<void> {
    const queue = new Queue(name, { connection: redis });
    await queue.add('block', data, { removeOnFail: true });
    await queue.close();
  }

  test.each(['worker', 'trajectory'])('tasks of another version are refused by %s', async (command) => {
    const name = `foreign-${command}`;
    await redis.set(`expressivity:${name}:owner:them`, '1');
    await add(name, foreignTask('them'));
    const { code, stdout, stderr } = await start([command, '--redis', url, '--queue', name]).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(
        `^expressivity: --queue: expected tasks of version \\S+ \\(.*\\) in queue "${name}", got 9\\.9\\.9 \\(`,
      ),
    );
    expect((await jobsOf(name)).length).toBeGreaterThan(0);
  });

  test('what nobody waits for any more is removed', async () => {
    await add('left', foreignTask('gone'));
    const worker = startWorker('left');
    await until(isServing(worker));
    expect(await jobsOf('left')).toEqual([]);
  });

  test('jobs of others are refused', async () => {
    await add('others', JSON.stringify({ mail: 'hello' }));
    const { code, stderr } = await start(['worker', '--redis', url, '--queue', 'others']).ended;
    expect(code).toBe(2);
    expect(stderr).toBe(
      'expressivity: --queue: expected a queue of expressivity, which "others" is not, got other jobs\n',
    );
  });

  test('a worker fails what comes later, and goes on', async () => {
    const worker = startWorker('later');
    await until(isServing(worker));
    await redis.set('expressivity:later:owner:them', '1');
    for (const data of ['{"mail":"hello"}', foreignTask('them'), 'x'.repeat(2 ** 20 + 1)])
      await add('later', data);
    await until(async () => (await jobsOf('later')).length === 0);
    const events = await redis.xrange('bull:later:events', '-', '+');
    const reasons = events.flatMap(([, fields]) => (fields.includes('failed') ? fields.at(-3)! : []));
    expect(reasons).toEqual([
      expect.stringMatching(/^task: expected a document of expressivity\/task@1, got /),
      expect.stringMatching(/^version: expected "?0\.1\.0"?, got "9\.9\.9"$/),
      expect.stringMatching(/^task: expected a document of expressivity\/task@1, got /),
    ]);
    const run = start(onQueue([...RUN.slice(0, -3), '--networks', '20', '--json'], 'later'));
    expect((await run.ended).code).toBe(0);
    expect(worker.child.exitCode).toBe(null);
  });
});

describe('with a password and TLS', () => {
  let safe: Server;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const folder = temporary();
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    execFileSync('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...[
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
        '-keyout',
        key,
        '-out',
        certificate,
      ],
    ]);
    const tls = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
    const words = ['--port', '0', '--tls-port', 'PORT', ...tls, '--tls-auth-clients', 'no'];
    safe = await startRedis([...words, '--requirepass', 'a secret'], folder);
    env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
  });
  afterAll(() => safe.stop());
  const at = (password: string) => `rediss://:${encodeURIComponent(password)}@localhost:${safe.port}`;

  test('a run and its worker', async () => {
    const worker = start(['worker', '--redis', at('a secret'), '--threads', '1'], { env });
    const run = start([...RUN.slice(0, -3), '--networks', '20', '--json', '--redis', at('a secret')], {
      env,
    });
    expect((await run.ended).code).toBe(0);
    worker.child.kill('SIGTERM');
    const { code, stderr } = await worker.ended;
    expect(code).toBe(130);
    expect(stderr).not.toContain('secret');
  });
  test.each([
    ['a wrong password', () => at('wrong'), /WRONGPASS/],
    ['no TLS', () => `redis://:wrong@localhost:${safe.port}`, /./],
  ])('%s is told without showing it', async (_, address, reason) => {
    const { code, stdout, stderr } = await start(['worker', '--redis', address()], { env }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^expressivity: redis: expected a server at localhost:\d+ that takes commands, got .*\n$/,
    );
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain('wrong@');
  });
  test('an unknown certificate is refused', async () => {
    const { code, stderr } = await start(['worker', '--redis', at('a secret')]).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/self-signed certificate/);
  });
});
