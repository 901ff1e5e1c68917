/** Builds the page into dist/page: static files that any host or folder serves. */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { POLICY } from '../src/node/page-policy.ts';
import { licences } from '../tools/licences.ts';

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

/** Licences of the packages in the page; those inside the library are in dist/LICENSES.txt. */
const licenceFile: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    const modules = [...this.getModuleIds()].filter((id) => id.includes('node_modules'));
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: licences(modules, '') });
  },
};

export default defineConfig({
  root: at('.'),
  base: './',
  plugins: [policy, licenceFile],
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
