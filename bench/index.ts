/**
 * `npm run bench -- [--only products,generators,…] [--quick] [--kernels NAME] [--json FILE|-]`, or one kernel
 * at one's own sizes: see bench/README.md.
 */
import { InputError } from '../src/input/faults.ts';
import { accuracySuite } from './accuracy.ts';
import { builds } from './builds.ts';
import { convolutionSuite } from './convolution.ts';
import { coverageSuite } from './coverage.ts';
import { exactSuite } from './exact.ts';
import { experimentsSuite } from './experiments.ts';
import { figureSuite } from './figure-time.ts';
import { generatorsSuite } from './generators.ts';
import { command, say } from './options.ts';
import { HELP, isOwn, own } from './own.ts';
import { peakSuite } from './peak.ts';
import { productsSuite } from './products.ts';
import { scalingSuite } from './scaling.ts';
import { sharesSuite } from './shares.ts';
import { startupSuite } from './startup.ts';
import type { Suite } from './suite.ts';
import { tablesSuite } from './tables.ts';
import { theorySuite } from './theory.ts';

const SUITES: Readonly<Record<string, Suite>> = {
  accuracy: accuracySuite,
  peak: peakSuite,
  shares: sharesSuite,
  products: productsSuite,
  convolution: convolutionSuite,
  generators: generatorsSuite,
  experiments: experimentsSuite,
  exact: exactSuite,
  scaling: scalingSuite,
  startup: startupSuite,
  theory: theorySuite,
  tables: tablesSuite,
  figure: figureSuite,
  coverage: coverageSuite,
};

const args = process.argv.slice(2);
if (args.includes('--help')) process.stdout.write(HELP.replace('SUITES', Object.keys(SUITES).join(', ')));
else if (isOwn(args)) await inOneLine(() => own(args));
else
  await command(Object.keys(SUITES), async ({ only, quick, kernels }, output) => {
    const timed = builds(say);
    for (const name of only) output.add(await SUITES[name]!({ quick, builds: timed, kernels, log: say }));
  });

/** An error is one line, exit code 2 for wrong options and 1 for the rest. */
async function inOneLine(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    say((error as Error).message.split('\n')[0]!);
    const wrong = error instanceof InputError || error instanceof RangeError || error instanceof TypeError;
    process.exitCode = wrong ? 2 : 1;
  }
}
