/**
 * `npm run bench -- [--only products,generators,…] [--quick] [--kernels NAME] [--json FILE|-]`: see
 * bench/README.md.
 */
import { builds } from './builds.ts';
import { exactSuite } from './exact.ts';
import { experimentsSuite } from './experiments.ts';
import { figureSuite } from './figure-time.ts';
import { generatorsSuite } from './generators.ts';
import { command, say } from './options.ts';
import { peakSuite } from './peak.ts';
import { productsSuite } from './products.ts';
import { scalingSuite } from './scaling.ts';
import { sharesSuite } from './shares.ts';
import { startupSuite } from './startup.ts';
import type { Suite } from './suite.ts';
import { tablesSuite } from './tables.ts';
import { theorySuite } from './theory.ts';

const SUITES: Readonly<Record<string, Suite>> = {
  peak: peakSuite,
  shares: sharesSuite,
  products: productsSuite,
  generators: generatorsSuite,
  experiments: experimentsSuite,
  exact: exactSuite,
  scaling: scalingSuite,
  startup: startupSuite,
  theory: theorySuite,
  tables: tablesSuite,
  figure: figureSuite,
};

await command(Object.keys(SUITES), async ({ only, quick, kernels }, output) => {
  const timed = builds(say);
  for (const name of only) output.add(await SUITES[name]!({ quick, builds: timed, kernels, log: say }));
});
