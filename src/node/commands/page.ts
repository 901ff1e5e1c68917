/** `expressivity page`: serves the interactive page on this machine and opens it. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { echo, InputError } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { print } from '../output.ts';
import { servePage } from '../page-server.ts';

const EXAMPLES = `
Examples:
  expressivity page
  expressivity page --port 8000 --no-open

Only this machine can open the page, until Ctrl-C. dist/page in the package is the same page as static files.
`;

export function pageCommand(command: Command, signal: AbortSignal): void {
  command
    .option('--port <n>', 'port on 127.0.0.1, 0 … 65535 (default: a free one)')
    .option('--no-open', 'print the address and open no browser')
    .addHelpText('after', EXAMPLES)
    .action((options) => page(options, signal));
}

async function page({ port: given, open }: CommandOptions, signal: AbortSignal): Promise<void> {
  const port = portOf(given);
  // Beside the package's own package.json, wherever in the package this module ends up.
  const root = dirname(createRequire(import.meta.url).resolve('expressivity/package.json'));
  const server = await servePage(join(root, 'dist', 'page'), port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
      throw new InputError('--port', 'a free port', `${port} (${error.code})`);
    throw error;
  });
  await print(`${server.url}\n`);
  if (open !== false) openBrowser(server.url);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  signal.throwIfAborted();
}

function portOf(given: unknown): number {
  if (given === undefined) return 0;
  const text = String(given);
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InputError('--port', 'an integer in 0 … 65535', echo(given));
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** The address is printed: where no browser can be opened, nothing is lost. */
function openBrowser(url: string): void {
  const [program, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  spawn(program, [...words, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
