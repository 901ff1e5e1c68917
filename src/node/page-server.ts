/** Serves the built page on loopback: its own files, whole, with strict headers, to this machine alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { POLICY } from './page-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.gz': 'application/gzip',
};

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param folder the built page.
 * @param port 0 for a free one.
 * @throws Error of the operating system where the port is taken, or the folder is not there.
 */
export async function servePage(folder: string, port: number): Promise<PageServer> {
  const files = filesOf(folder);
  const server = createServer((request, response) => answer(files, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: found } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${found}/`, close: () => closed(server) };
}

interface File {
  readonly type: string;
  readonly content: Buffer;
  /** Names of assets hold a hash of what is in them. */
  readonly immutable: boolean;
}

function filesOf(folder: string): ReadonlyMap<string, File> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const files = names.map(({ parentPath, name }): [string, File] => {
    const full = join(parentPath, name);
    const path = full.slice(folder.length).replaceAll('\\', '/');
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    return [path, { type, content: readFileSync(full), immutable: path.startsWith('/assets/') }];
  });
  return new Map(files);
}

/** Another name of this machine in the request may be a page elsewhere that has had its name changed. */
const HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

function answer(files: ReadonlyMap<string, File>, request: IncomingMessage, response: ServerResponse): void {
  const refuse = (status: number, text: string) =>
    response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain' }).end(`${text}\n`);
  if (!HOST.test(request.headers.host ?? '')) return void refuse(403, 'expected a request to 127.0.0.1');
  if (request.method !== 'GET' && request.method !== 'HEAD') return void refuse(405, 'expected GET');
  const path = request.url!.replace(/[?#].*$/, '');
  const file = files.get(path === '/' ? '/index.html' : path);
  if (file === undefined) return void refuse(404, 'no such file of the page');
  response.writeHead(200, {
    ...HEADERS,
    'Content-Type': file.type,
    'Content-Length': file.content.length,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
