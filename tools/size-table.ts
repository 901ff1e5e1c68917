/**
 * Prints the size table of docs/compatibility.md: `npm run build && npx tsx tools/size-table.ts`. Units of
 * 1000 bytes; "gzip" is level 9.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-size-'));
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    encoding: 'utf8',
  }),
) as [{ size: number; unpackedSize: number; files: { path: string; size: number }[] }];
rmSync(folder, { recursive: true });

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
const part = (begins: RegExp) =>
  packed.files.filter(({ path }) => begins.test(path)).reduce((sum, { size }) => sum + size, 0);
const page = readdirSync('dist/page', { recursive: true, encoding: 'utf8' })
  .map((name) => join('dist/page', name))
  .filter((path) => statSync(path).isFile())
  .reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);

const rows: [what: string, size: string][] = [
  ['the tarball', kilobytes(packed.size)],
  ['unpacked', `${kilobytes(packed.unpackedSize)} in ${packed.files.length} files`],
  ['— the library and the command, `dist/` without the page', kilobytes(part(/^dist\/(?!page\/)/))],
  ['— the page, `dist/page/`', `${kilobytes(part(/^dist\/page\//))}, ${kilobytes(page)} by gzip`],
  ['— documents and their pictures', kilobytes(part(/^docs\//))],
  ['— digits', kilobytes(part(/^data\//))],
];
console.log(
  ['| part | size |', '|---|---|', ...rows.map(([what, size]) => `| ${what} | ${size} |`)].join('\n'),
);
