/**
 * The machine's own peak in multiply-adds a second, measured by bench/assembly/peak.ts: the ruler for all
 * kernels.
 */
import { readFile } from 'node:fs/promises';
import { instantiate } from '@assemblyscript/loader';
import { checkEqual } from './check.ts';
import { setFlag } from './machine.ts';
import type { Suite } from './suite.ts';
import { consume, median, QUICK, secondsPerCall, type TimeOptions, USUAL } from './time.ts';

/** Multiply-adds per step of `chains`: twelve vectors of four lanes. */
const MACS_PER_STEP = 48;
const STEPS = 50_000;

const NO_SIMD = 'peak: expected an engine with 128-bit WebAssembly SIMD, got one without';

interface PeakModule extends Record<string, unknown> {
  chains(count: number, a: number, b: number): number;
}

interface Peak {
  /** Billions of f32 multiply-adds a second on one core, separate multiplication and addition. */
  readonly plain: number;
  /** The same with relaxed (fused) multiply-add; `null` where the engine has none. */
  readonly relaxed: number | null;
  /** The larger one: what shares of the peak are shares of. */
  readonly best: number;
}

/**
 * Measures the peak now: on a shared machine it drifts, so each suite measures its own. @throws Error if
 * build/ lacks the module.
 */
export async function measurePeak(quick: boolean): Promise<Peak> {
  const options = quick ? QUICK : USUAL;
  const plain = await rate('plain', options);
  if (plain === null) throw new Error(NO_SIMD);
  const relaxed = await rate('relaxed', options);
  return { plain, relaxed, best: Math.max(plain, relaxed ?? 0) };
}

/** How often the ruler's loop runs at a look, of which the median counts: about two milliseconds. */
const LOOKS = 21;

/**
 * The peak as it is now, in GMAC/s, whenever it is asked: a neighbour on a shared machine changes it from one
 * second to the next, and what is timed right beside it along with it.
 */
export async function peakRuler(): Promise<() => number> {
  const work = (await load('relaxed')) ?? (await load('plain'));
  if (work === null) throw new Error(NO_SIMD);
  return () => {
    const times = Array.from({ length: LOOKS }, () => {
      const start = performance.now();
      consume(work());
      return performance.now() - start;
    });
    return (STEPS * MACS_PER_STEP) / median(times) / 1e6;
  };
}

async function rate(name: 'plain' | 'relaxed', options: TimeOptions): Promise<number | null> {
  const work = await load(name);
  if (work === null) return null;
  return (STEPS * MACS_PER_STEP) / (await secondsPerCall(work, options)) / 1e9;
}

/** The checked loop, or null where the engine cannot run it. */
async function load(name: 'plain' | 'relaxed'): Promise<(() => number) | null> {
  const bytes = await readFile(new URL(`../build/peak.${name}.wasm`, import.meta.url)).catch(() => {
    throw new Error(`peak: expected build/peak.${name}.wasm, got nothing there; run npm run build:peak`);
  });
  // Node 20 has relaxed SIMD behind a flag, later ones as it is.
  if (!WebAssembly.validate(bytes)) setFlag('--experimental-wasm-relaxed-simd');
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = await instantiate<PeakModule>(bytes);
  const work = () => exports.chains(STEPS, 0.5, 1);
  checkEqual(`peak ${name}`, [work()], [2 * MACS_PER_STEP]);
  return work;
}

/** The peak as a table of its own. */
export const peakSuite: Suite = async ({ quick }) => {
  const { plain, relaxed } = await measurePeak(quick);
  return [
    {
      title: 'Peak of one core',
      note: 'Twelve independent chains of f32x4 multiply-adds in registers; cycles are not known, so a share is what compares machines.',
      kernels: 'none (bench/assembly/peak.ts)',
      rows: [
        { 'multiply-add': 'product and sum', 'GMAC/s': plain },
        { 'multiply-add': 'relaxed (fused)', 'GMAC/s': relaxed },
      ],
    },
  ];
};
