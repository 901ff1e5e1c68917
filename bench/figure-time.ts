/** How long the main figure takes, as `npm start` runs it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, requireBuilt } from './built.ts';
import { runNode } from './process.ts';
import type { Suite } from './suite.ts';
import { median } from './time.ts';

const FIGURE = 'price-growth-depth';

/** One whole process into a folder that is removed again. @throws Error if it leaves no drawing. */
async function once(): Promise<{ seconds: number; peakMemory: number; kernels: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'expressivity-bench-'));
  try {
    const args = [CLI, 'figure', FIGURE, '--out', join(folder, 'out'), '--quiet'];
    const { seconds, peakMemory } = await runNode(args, { memory: true });
    const files = await readdir(join(folder, 'out'));
    if (!files.includes(`${FIGURE}.svg`)) {
      throw new Error(`figure: expected ${FIGURE}.svg, got ${files.join(', ') || 'nothing'}`);
    }
    const result = await readFile(join(folder, 'out', `${FIGURE}.json`), 'utf8');
    const { provenance } = JSON.parse(result) as { provenance: { kernels: string } };
    return { seconds, peakMemory: peakMemory!, kernels: provenance.kernels };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Not part of a quick run: the figure itself takes most of a minute. */
export const figureSuite: Suite = async ({ quick, log }) => {
  if (quick) {
    log('figure: left out of --quick');
    return [];
  }
  requireBuilt();
  log(`figure ${FIGURE}`);
  const runs = [await once(), await once(), await once()];
  return [
    {
      title: 'Whole figure',
      note: `expressivity figure ${FIGURE}, whole process, ${runs.length} runs.`,
      kernels: runs[0]!.kernels,
      rows: [
        {
          figure: FIGURE,
          'seconds, median': median(runs.map((run) => run.seconds)),
          'seconds, least': Math.min(...runs.map((run) => run.seconds)),
          'peak memory, MB': Math.max(...runs.map((run) => run.peakMemory)) / 1e6,
        },
      ],
    },
  ];
};
