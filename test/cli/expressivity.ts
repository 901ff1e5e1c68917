/** The command line as a user meets it: the built package in a process of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const src = join(root, 'src');
const lock = join(root, 'node_modules/.expressivity-build');

export const cli = join(root, 'dist/node/cli.js');

/**
 * Builds the package where it is older than its sources. Test files run side by side: the first one builds,
 * the others wait.
 */
export async function build(): Promise<void> {
  while (isStale()) {
    try {
      mkdirSync(lock);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
      // Left behind by a run that was killed.
      if (ageOf(lock) > 60_000) rmSync(lock, { recursive: true, force: true });
      continue;
    }
    try {
      if (isStale()) execFileSync('npm', ['run', 'build:dist'], { cwd: root, stdio: 'pipe' });
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

function isStale(): boolean {
  // What a build writes last.
  const last = join(root, 'dist/experiment.schema.json');
  if (!existsSync(last) || !existsSync(cli)) return true;
  const built = statSync(last).mtimeMs;
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  return files.some((file) => statSync(join(src, file)).mtimeMs > built);
}

function ageOf(path: string): number {
  return existsSync(path) ? Date.now() - statSync(path).mtimeMs : 0;
}

/** How a process ended; standard error without lines of progress. */
export interface Outcome {
  /** Exit code; null if a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the process is there. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** Runs `expressivity …words` until it ends. */
export function expressivity(words: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
  return run(process.execPath, [cli, ...words], circumstances);
}

/** Runs a line of shell in which `expressivity` is the built command. */
export function shell(line: string, circumstances: Circumstances = {}): Promise<Outcome> {
  const define = `expressivity() { '${process.execPath}' '${cli}' "$@"; }`;
  return run('bash', ['-c', `${define}; ${line}`], circumstances);
}

function run(
  program: string,
  words: readonly string[],
  { cwd = tmpdir(), env = {}, meanwhile }: Circumstances,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    // Whether there are lines of progress depends on the machine.
    const said = () => stderr.replace(/^progress: .*\n/gm, '');
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr: said() }));
    meanwhile?.(child);
  });
}

/** All files and folders below a folder, sorted. */
export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}
