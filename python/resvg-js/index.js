/**
 * What the command uses of @resvg/resvg-js, by the WebAssembly build of the same version: the wheel holds no
 * native code, so that one wheel serves every machine. Without `loadSystemFonts` only the given files are used.
 */
import { readFileSync } from 'node:fs';
import { initWasm, Resvg as Renderer } from './wasm/index.mjs';

await initWasm(readFileSync(new URL('./wasm/index_bg.wasm', import.meta.url)));

export class Resvg {
  #renderer;
  constructor(svg, { font: { fontFiles, loadSystemFonts: _, ...font }, ...options }) {
    const fontBuffers = fontFiles.map((file) => readFileSync(file));
    this.#renderer = new Renderer(svg, { ...options, font: { ...font, fontBuffers } });
  }
  render() {
    return this.#renderer.render();
  }
}
