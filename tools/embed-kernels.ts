/**
 * Writes the compiled kernels as TypeScript modules, so that they load the same way in Node, in workers, in any bundler and
 * in a page, without a file path. Run by `npm run build:kernels` after the AssemblyScript compiler.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const BUILDS = ['simd128', 'relaxed'];

for (const name of BUILDS) {
  const bytes = readFileSync(new URL(`../build/kernels.${name}.wasm`, import.meta.url));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const target = new URL(`../src/kernels/generated/${name}.ts`, import.meta.url);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(
    target,
    `// Made by tools/embed-kernels.ts from assembly/. Do not edit.
export const ${name} = {
  sha256: '${sha256}',
  base64:
    '${bytes.toString('base64')}',
} as const;
`,
  );
  console.log(`kernels: ${name}, ${bytes.length} bytes, sha256 ${sha256.slice(0, 12)}…`);
}
