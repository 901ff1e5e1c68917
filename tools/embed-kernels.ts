/**
 * Writes the compiled kernels as TypeScript modules, so that they load the same way in Node, in workers, in
 * any bundler and in a page, without a file path: one module a build, which is loaded when the build is asked
 * for, and one with their SHA-256. Run by `npm run build:kernels` after the AssemblyScript compiler.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pack } from './pack.ts';

const BUILDS = ['simd128', 'relaxed'];
const HEAD = '// Made by tools/embed-kernels.ts from assembly/. Do not edit.\n';
const target = (name: string) => new URL(`../src/kernels/generated/${name}.ts`, import.meta.url);

mkdirSync(new URL('.', target('sha256')), { recursive: true });
const hashes = BUILDS.map((name) => {
  const bytes = readFileSync(new URL(`../build/kernels.${name}.wasm`, import.meta.url));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { frequent, text } = pack(bytes);
  // The types are written out: in declarations the literals would be a second copy of the bytes.
  const lines = [
    `export const frequent: string =\n  '${frequent}';`,
    `export const text: string =\n  '${text}';`,
  ];
  writeFileSync(target(name), `${HEAD}${lines.join('\n')}\n`);
  console.log(`kernels: ${name}, ${bytes.length} bytes, sha256 ${sha256.slice(0, 12)}…`);
  return `  ${name}: '${sha256}',\n`;
});
writeFileSync(target('sha256'), `${HEAD}export const SHA256 = {\n${hashes.join('')}};\n`);
