"""The training of `train.ts` as one writes it in numpy: single precision, softmax cross-entropy, Adam.

usage: train.py FOLDER WIDTHS BATCH STEPS, WIDTHS such as 784,100,10. FOLDER holds inputs, labels, order and parameters.
Prints JSON: seconds and processor seconds of STEPS steps, and the mean loss of each.
"""
import json, sys, time
import numpy as np
folder, batch, steps = sys.argv[1], int(sys.argv[3]), int(sys.argv[4])
widths = [int(x) for x in sys.argv[2].split(',')]
inputs = np.fromfile(f'{folder}/inputs.f32', np.float32).reshape(-1, widths[0])
labels = np.fromfile(f'{folder}/labels.u8', np.uint8)
order = np.fromfile(f'{folder}/order.u32', np.uint32)
flat = np.fromfile(f'{folder}/parameters.f32', np.float32)
parameters, at = [], 0
for below, width in zip(widths, widths[1:]):
    parameters += [flat[at:at + width * below].reshape(width, below), flat[at + width * below:at + width * (below + 1)]]
    at += width * (below + 1)
means = [np.zeros_like(p) for p in parameters]
squares = [np.zeros_like(p) for p in parameters]
rate, beta1, beta2, epsilon = np.float32(0.001), np.float32(0.9), np.float32(0.999), np.float32(1e-8)
depth, losses = len(widths) - 1, []
start, cpu = time.perf_counter(), time.process_time()
for step in range(1, steps + 1):
    rows = order[(step - 1) * batch:step * batch]
    z, y = [inputs[rows]], labels[rows]
    for l in range(depth):
        h = z[-1] @ parameters[2 * l].T + parameters[2 * l + 1]
        z.append(np.maximum(h, 0) if l < depth - 1 else h)
    h = z.pop()
    h -= h.max(1, keepdims=True)
    p = np.exp(h)
    p /= p.sum(1, keepdims=True)
    losses.append(float(-np.log(p[np.arange(len(y)), y]).mean()))
    p[np.arange(len(y)), y] -= 1
    d = p / np.float32(len(y))
    correction = rate * np.float32(np.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step))
    gradients = [None] * (2 * depth)
    for l in reversed(range(depth)):
        gradients[2 * l], gradients[2 * l + 1] = d.T @ z[l], d.sum(0)
        if l > 0: d = (d @ parameters[2 * l]) * (z[l] > 0)
    for p, m, s, g in zip(parameters, means, squares, gradients):
        m *= beta1; m += (1 - beta1) * g
        s *= beta2; s += (1 - beta2) * g * g
        p -= correction * m / (np.sqrt(s) + epsilon)
el, cpu = time.perf_counter() - start, time.process_time() - cpu
print(json.dumps(dict(seconds=el, cpu=cpu, losses=losses)))
