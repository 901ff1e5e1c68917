/** A Redis server of a test, on a port and in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './ports.ts';

export interface Server {
  readonly port: number;
  readonly folder: string;
  /** Kills it, and starts it again from its append-only file. */
  restart(pauseMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(words: readonly string[] = [], folder = temporary()): Promise<Server> {
  const port = await freePort();
  const own =
    words.length > 0 ? words.map((word) => word.replace('PORT', String(port))) : ['--port', String(port)];
  const persistence = ['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
  const start = () => {
    const child = spawn('redis-server', [...own, '--bind', '127.0.0.1', ...persistence, '--dir', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise<ChildProcess>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      child.stdout.on('data', (text) => /Ready to accept connections/.test(text) && resolve(child));
    });
  };
  const kill = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      child.kill('SIGKILL');
    });
  let child = await start();
  return {
    port,
    folder,
    async restart(pauseMs) {
      await kill(child);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      child = await start();
    },
    async stop() {
      await kill(child);
      rmSync(folder, { recursive: true });
    },
  };
}

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'expressivity-redis-'));
}

export function clientOf({ port }: Server): Redis {
  const redis = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null });
  // Tests restart the server.
  return redis.on('error', () => {});
}
