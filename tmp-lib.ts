import { appendFileSync, writeFileSync } from 'node:fs';
import * as face from './src/node.ts';
import { CALLS } from './test/library/calls.ts';
import { faultOf, shown, wrongArguments } from './test/library/wrong.ts';
const only = process.argv[2]?.split(',');
const names = Object.keys(face).filter((n) => typeof (face as any)[n] === 'function');
console.log('missing', names.filter((n) => !CALLS[n]), 'extra', Object.keys(CALLS).filter((n) => !names.includes(n)));
const outcome = async (f: () => unknown) => { try { return { value: await f() }; } catch (error) { return { error }; } };
for (const [name, c] of Object.entries(CALLS)) {
  if (only && !only.includes(name)) continue;
  const f: any = c.call ?? (face as any)[name];
  const t0 = performance.now();
  writeFileSync('/tmp/w/dcur', `${name} valid`);
  const valid = await outcome(() => f(...c.args));
  let n = 0; const faults: string[] = [];
  if ('error' in valid) console.log(name, 'VALID FAILS', valid.error);
  for (const { place, bad, args } of wrongArguments(c.args, c.depth ?? 4)) {
    n++;
    writeFileSync('/tmp/w/dcur', `${name} ${place} ${shown(bad)}`);
    const t1 = performance.now();
    const fault = faultOf(await outcome(() => f(...args)));
    const dt = performance.now() - t1;
    if (fault) faults.push(`  ${place} = ${shown(bad)}: ${fault.slice(0, 150)}`);
    if (dt > 300) console.log(`  SLOW ${name} ${place} = ${shown(bad)}: ${dt.toFixed(0)} ms`);
  }
  console.log(name, n, 'calls', (performance.now() - t0).toFixed(0), 'ms', faults.length, 'faults');
  for (const x of faults.slice(0, Number(process.argv[3] ?? 6))) console.log(x);
}
process.exit(0);
