/**
 * The training of train.py with TensorFlow.js on its WebAssembly SIMD backend, one thread; gradients and Adam
 * are those of its core.
 *
 * usage: train-tfjs.js FOLDER WIDTHS BATCH STEPS
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const wasm = require('@tensorflow/tfjs-backend-wasm');
// Not in the package's own build for Node.
require('@tensorflow/tfjs-core/dist/register_all_gradients');

const [folder, shape, ...numbers] = process.argv.slice(2);
const widths = shape.split(',').map(Number);
const [batch, steps] = numbers.map(Number);

wasm.setThreadsCount(1);
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
await tf.ready();

const bytes = (name) => new Uint8Array(readFileSync(`${folder}/${name}`)).buffer;
const inputs = new Float32Array(bytes('inputs.f32'));
const labels = new Uint8Array(bytes('labels.u8'));
const order = new Uint32Array(bytes('order.u32'));
const parameters = new Float32Array(bytes('parameters.f32'));

let at = 0;
const layers = widths.slice(1).map((width, l) => {
  const below = widths[l];
  const take = (length) => parameters.slice(at, (at += length));
  return {
    weights: tf.variable(tf.tensor2d(take(width * below), [width, below])),
    biases: tf.variable(tf.tensor1d(take(width))),
  };
});
const pixels = widths[0];
const classes = widths.at(-1);
const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-8);

/** One step; its mean loss. */
function train(rows) {
  const x = new Float32Array(rows.length * pixels);
  const y = new Float32Array(rows.length * classes);
  rows.forEach((row, i) => {
    x.set(inputs.subarray(row * pixels, (row + 1) * pixels), i * pixels);
    y[i * classes + labels[row]] = 1;
  });
  const loss = tf.tidy(() => {
    const targets = tf.tensor2d(y, [rows.length, classes]);
    const first = tf.tensor2d(x, [rows.length, pixels]);
    const cost = () => {
      const outputs = layers.reduce((z, { weights, biases }, l) => {
        const h = tf.add(tf.matMul(z, weights, false, true), biases);
        return l < layers.length - 1 ? tf.relu(h) : h;
      }, first);
      return tf.losses.softmaxCrossEntropy(targets, outputs);
    };
    return optimizer.minimize(cost, true);
  });
  const [value] = loss.dataSync();
  loss.dispose();
  return value;
}

const losses = [];
const start = performance.now();
const before = process.cpuUsage();
for (let step = 0; step < steps; step++) losses.push(train(order.subarray(step * batch, (step + 1) * batch)));
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, losses }));
