import { runTrajectory } from './src/node/run.ts';
import { lengthMap } from './src/theory/index.ts';
const N=1000, q=8;
for (const sw of [1.3,2.5,4]) for (const q0t of [1,8]) {
  const r2 = N*(q0t-0.09)/(sw*sw);
  if (r2<0) continue;
  const r=Math.sqrt(r2);
  const e=(k:number)=>Float64Array.from({length:N},(_,i)=>i===k?r:0);
  const t=performance.now();
  const res = await runTrajectory({width:N, depth:7, activation:'tanh', sigmaW:sw, sigmaB:0.3, networks:20, points:2, curve:'arc', measure:['q','correlation']} as any,{vertices:[e(0),e(1)]});
  console.log(sw,q0t,(performance.now()-t)/1000);
  let th=q0t;
  for (const L of res.cells[0]!.layers) { console.log('  ',L.layer, L.q!.mean!.toFixed(4), L.q!.sem!.toFixed(4), th.toFixed(4), ((L.q!.mean!-th)/L.q!.sem!).toFixed(2), 'corr', L.correlation!.mean!.toFixed(4)); th=lengthMap({activation:{name:'tanh'},sigmaW:sw,sigmaB:0.3},th); }
}
