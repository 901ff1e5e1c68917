/** Builds the page into one HTML file, out/expressivity.html, that opens from a folder without a server. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import page from './vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Workers are started by code that has them inside. */
const inlineWorkers: Plugin = {
  name: 'inline-workers',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === './start.ts' && importer?.endsWith('lane.ts') ? at('./workers/start-inline.ts') : undefined,
};

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Vite leaves a name for files that it would preload; where all are inside there are none. */
const noPreload: Plugin = {
  name: 'no-preload',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = file.code.replaceAll('__VITE_PRELOAD__', 'void 0');
  },
};

/** Script and style go into the HTML, under a policy that lets in these alone. */
const oneFile: Plugin = {
  name: 'one-file',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.values(bundle);
    const [script] = files.flatMap((file) => (file.type === 'chunk' && file.isEntry ? [file.code] : []));
    const [style] = files.flatMap((file) =>
      file.fileName.endsWith('.css') && 'source' in file ? [String(file.source)] : [],
    );
    const licences = files.find(({ fileName }) => fileName === 'LICENSES.txt')!;
    if (script === undefined || style === undefined)
      throw new Error('one file: expected one script and one style');
    const code = script.replaceAll('</script', '<\\/script');
    const policy = [
      "default-src 'none'",
      `script-src ${hash(code)} 'wasm-unsafe-eval'`,
      `style-src ${hash(style)}`,
      'worker-src blob:',
      'connect-src data:',
      'img-src data:',
    ].join('; ');
    const html = `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>expressivity</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script type="module">${code}</script>
</body>
</html>
`;
    for (const name of Object.keys(bundle)) delete bundle[name];
    this.emitFile({ type: 'asset', fileName: 'expressivity.html', source: html });
    if ('source' in licences)
      this.emitFile({ type: 'asset', fileName: 'expressivity-licenses.txt', source: licences.source });
  },
};

export default defineConfig(
  mergeConfig(page, {
    publicDir: false,
    plugins: [inlineWorkers, noPreload, oneFile],
    worker: {
      format: 'iife',
      plugins: () => [noPreload],
      rollupOptions: { output: { codeSplitting: false } },
    },
    build: {
      outDir: at('../out'),
      emptyOutDir: false,
      modulePreload: false,
      cssCodeSplit: false,
      assetsInlineLimit: () => true,
      rollupOptions: { output: { codeSplitting: false } },
    },
  }),
);
