/** A Slurm of one node, started by a test in a folder of its own: as root, without systemd. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './command.ts';
import { freePort } from './ports.ts';

export interface Slurm {
  /** With which its commands find it. */
  readonly env: NodeJS.ProcessEnv;
  run(command: string, ...words: string[]): string;
  stop(): void;
}

export async function startSlurm(): Promise<Slurm> {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-slurm-'));
  chmodSync(folder, 0o755);
  const at = (name: string) => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(at(name));
  execFileSync('mungekey', ['--create', '--keyfile', at('munge.key')]);
  const host = hostname().split('.')[0];
  const settings = {
    ClusterName: 'box',
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmUser: 'root',
    SlurmctldPort: await freePort(),
    SlurmdPort: await freePort(),
    AuthInfo: `socket=${at('munge.socket')}`,
    StateSaveLocation: at('state'),
    SlurmdSpoolDir: at('spool'),
    SlurmctldPidFile: at('slurmctld.pid'),
    SlurmdPidFile: at('slurmd.pid'),
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    JobAcctGatherType: 'jobacct_gather/none',
    AccountingStorageType: 'accounting_storage/none',
    ReturnToService: 2,
    MaxArraySize: 10_001,
    NodeName: `${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
    PartitionName: `main Nodes=${host} Default=YES State=UP`,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(at('slurm.conf'), lines.join(''));
  // Left to itself slurmd looks for a cgroup of version 2 that is its own, and ends where there is none.
  writeFileSync(at('cgroup.conf'), 'CgroupPlugin=cgroup/v1\n');

  const env = { ...process.env, SLURM_CONF: at('slurm.conf') };
  const children: ChildProcess[] = [];
  const start = (command: string, words: readonly string[]) => {
    const child = spawn(command, words, { env, stdio: 'ignore' });
    child.on('error', (error) => {
      throw error;
    });
    children.push(child);
  };
  const munge = { socket: 'munge.socket', 'key-file': 'munge.key', 'pid-file': 'munge.pid' };
  const mungeFiles = { ...munge, 'log-file': 'munge.log', 'seed-file': 'munge.seed' };
  start('munged', [
    '--foreground',
    '--force',
    ...Object.entries(mungeFiles).map(([o, f]) => `--${o}=${at(f)}`),
  ]);
  await until(() => existsSync(at('munge.socket')));
  start('slurmctld', ['-D', '-L', at('slurmctld.log')]);
  start('slurmd', ['-D', '-L', at('slurmd.log')]);

  const run = (command: string, ...words: string[]) =>
    execFileSync(command, words, { env, encoding: 'utf8' });
  await until(() => {
    try {
      return run('sinfo', '--noheader', '--format=%T').trim() === 'idle';
    } catch {
      return false;
    }
  });
  return {
    env,
    run,
    stop() {
      try {
        run('scancel', '--quiet', '--user=root');
      } finally {
        for (const child of children.reverse()) child.kill('SIGKILL');
        endSteps(at('spool'));
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Processes that watch over jobs are nobody's children. They carry the folder in their environment. */
function endSteps(spool: string): void {
  const pids = execFileSync('ps', ['-eo', 'pid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => /^\s*(\d+) slurmstepd/.exec(line)?.[1] ?? []);
  for (const pid of pids)
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(spool)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended.
    }
}
