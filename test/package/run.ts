import { spawnSync } from 'node:child_process';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program until it ends. Nothing is thrown for a failure: tests look at the outcome. */
export function run(cwd: string, command: string, ...args: readonly string[]): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The same, where a failure leaves nothing to test. Returns standard output. */
export function mustRun(cwd: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = run(cwd, command, ...args);
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: exit code ${status}\n${stdout}\n${stderr}`);
}

/** The name of a program, if the path has it. */
export function onPath(name: string): string | null {
  return spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0 ? name : null;
}
