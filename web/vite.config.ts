/** Builds the page into dist/page: static files that any host or folder serves. */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { POLICY } from '../src/node/page-policy.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Only in what is built: the development server injects styles and scripts of its own. */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [policy],
  resolve: { alias: { expressivity: at('../dist/index.js') } },
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
  build: {
    outDir: at('../dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
