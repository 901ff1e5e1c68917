/** Builds the documentation site, serves it, and reads its pages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { preview } from 'vite';
import { root } from '../docs/markdown.ts';
import { mustRun } from '../package/run.ts';

export const folder = join(root, 'out/site');

export function buildSite(): void {
  mustRun(root, 'npm', 'run', '--silent', 'docs');
}

/** The site on loopback, from its own folder alone. */
export async function serveSite(): Promise<{ url: string; close(): Promise<void> }> {
  const server = await preview({
    configFile: false,
    appType: 'mpa',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
    logLevel: 'error',
  });
  return { url: server.resolvedUrls!.local[0]!.replace(/\/$/, ''), close: () => server.close() };
}

export interface Read {
  /** From the root of the site: `/theory.html`. */
  readonly path: string;
  /** Targets of links, pictures, scripts and styles, as they stand there. */
  readonly targets: readonly string[];
  /** What a link can lead to. */
  readonly ids: ReadonlySet<string>;
  readonly title: string;
  readonly headings: number;
}

/** Every page of the documentation; the interactive page is tested by test/page. */
export function readPages(): Read[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.html') && !file.startsWith('play/'))
    .map((file) => {
      const { document } = parseHTML(readFileSync(join(folder, file), 'utf8'));
      const attributes = (selector: string, name: string) =>
        [...document.querySelectorAll(selector)].map((element) => element.getAttribute(name)!);
      return {
        path: `/${file}`,
        targets: [
          ...attributes('a[href], link[href]', 'href'),
          ...attributes('img[src], script[src]', 'src'),
        ],
        ids: new Set(attributes('[id]', 'id')),
        title: document.title,
        headings: document.querySelectorAll('h1').length,
      };
    });
}

/** Where a target leads: the file of the site, and the place in it. */
export function resolveTarget(target: string, from: string): { file: string; hash: string } {
  const url = new URL(target, `http://site${from}`);
  const path = decodeURIComponent(url.pathname);
  const file = path.endsWith('/') ? `${path}index.html` : path;
  const withEnding = existsSync(join(folder, file)) ? file : `${file}.html`;
  return { file: withEnding, hash: decodeURIComponent(url.hash.slice(1)) };
}
