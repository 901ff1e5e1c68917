/**
 * The same as peer.py with TensorFlow.js on its WebAssembly SIMD backend, one thread.
 *
 * usage: tfjs.js BACKEND WIDTH DEPTH ALPHA POINTS NETS SIGMA SEED ENDS (BACKEND is tfjs)
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const wasm = require('@tensorflow/tfjs-backend-wasm');

const [backend, ...rest] = process.argv.slice(2);
const [k, depth, alpha, points, nets, sigma, seed] = rest.slice(0, 7).map(Number);
const [x0, x1] = JSON.parse(readFileSync(rest[7], 'utf8'));

wasm.setThreadsCount(1);
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
await tf.ready();

/** Length of the polyline through the columns of z, summed in double precision. */
function length(z) {
  const squares = tf.tidy(() => {
    const [rows, columns] = z.shape;
    const steps = tf.sub(tf.slice(z, [0, 1], [rows, columns - 1]), tf.slice(z, [0, 0], [rows, columns - 1]));
    return tf.sum(tf.square(steps), 0);
  });
  const total = squares.dataSync().reduce((sum, x) => sum + Math.sqrt(x), 0);
  squares.dispose();
  return total;
}

const line = new Float32Array(k * points);
for (let j = 0; j < k; j++) {
  for (let t = 0; t < points; t++)
    line[j * points + t] = (x0[j] * (points - 1 - t) + x1[j] * t) / (points - 1);
}
const input = tf.tensor2d(line, [k, points]);
const inputLength = length(input);
const sums = new Array(depth).fill(0);
const start = performance.now();
for (let net = 0; net < nets; net++) {
  let z = tf.clone(input);
  for (let layer = 0; layer < depth; layer++) {
    const stream = seed * 1e6 + net * depth + layer;
    const image = tf.tidy(() => {
      let w = tf.randomNormal([k, k], 0, sigma / Math.sqrt(k), 'float32', stream);
      if (alpha < 1) {
        const kept = tf.less(tf.randomUniform([k, k], 0, 1, 'float32', -1 - stream), alpha);
        w = tf.mul(w, tf.cast(kept, 'float32'));
      }
      return tf.relu(tf.matMul(w, z));
    });
    z.dispose();
    z = image;
    sums[layer] += length(z);
  }
  z.dispose();
}
const seconds = (performance.now() - start) / 1000;
const growth = sums.map((sum) => sum / nets / inputLength);
console.log(JSON.stringify({ backend, width: k, depth, alpha, points, nets, seconds, growth }));
