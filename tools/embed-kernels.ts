/**
 * Writes the compiled kernels as a TypeScript module, so that they load the same way in Node, in workers, in any bundler and
 * in a page, without a file path. Run by `npm run build:kernels` after the AssemblyScript compiler.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../build/kernels.simd128.wasm', import.meta.url);
const target = new URL('../src/kernels/generated/simd128.ts', import.meta.url);

const bytes = readFileSync(source);
const sha256 = createHash('sha256').update(bytes).digest('hex');
mkdirSync(new URL('.', target), { recursive: true });
writeFileSync(
  target,
  `// Made by tools/embed-kernels.ts from assembly/. Do not edit.
export const simd128 = {
  name: 'simd128',
  sha256: '${sha256}',
  base64:
    '${bytes.toString('base64')}',
} as const;
`,
);
console.log(`kernels: simd128, ${bytes.length} bytes, sha256 ${sha256.slice(0, 12)}…`);
