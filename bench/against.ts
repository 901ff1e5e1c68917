/** The benchmark of one kernel at another commit: its sources under this harness, in a folder of their own. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cut } from '../src/input/errors.ts';
import type { KernelTime } from './kernel.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface OtherCommit {
  /** Its short name. */
  readonly commit: string;
  /** Times in a process of its own. @throws Error where that commit cannot be timed so. */
  times(args: readonly string[]): Promise<KernelTime[]>;
  remove(): Promise<void>;
}

/** Unpacks a commit and builds its kernels. @throws Error for what is no commit, or cannot be built. */
export async function atCommit(name: string, log: (text: string) => void): Promise<OtherCommit> {
  const commit = await run('git', ['rev-parse', '--short', '--verify', `${name}^{commit}`], {
    cwd: ROOT,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => {
      throw new RangeError(`--against: expected a commit of this repository, got ${cut(name)}`);
    },
  );
  const folder = await mkdtemp(join(tmpdir(), `bench-${commit}-`));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    log(`builds the kernels of ${commit}`);
    await run('sh', ['-c', `git archive ${commit} | tar -x -C '${folder}'`], { cwd: ROOT });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await rm(join(folder, 'bench'), { recursive: true });
    await cp(join(ROOT, 'bench'), join(folder, 'bench'), { recursive: true });
    for (const script of ['build:kernels', 'build:functions'])
      await run('npm', ['run', '--silent', script], { cwd: folder });
  } catch (error) {
    await remove();
    throw error;
  }
  return { commit, times: (args) => timesIn(folder, args), remove };
}

/** Times of the working tree, in a process of its own as those of a commit. */
export function timesHere(args: readonly string[]): Promise<KernelTime[]> {
  return timesIn(ROOT, args);
}

async function timesIn(folder: string, args: readonly string[]): Promise<KernelTime[]> {
  const words = ['--import', 'tsx', 'bench/index.ts', ...args, '--json'];
  try {
    const { stdout } = await run(process.execPath, words, { cwd: folder });
    return (JSON.parse(stdout) as { times: KernelTime[] }).times;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? String(error);
    throw new Error(`--against: expected sources that this benchmark can time, got ${said}`);
  }
}
