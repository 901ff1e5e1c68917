import { describe, expect, test } from 'vitest';
import { parseActivation, parseLaw } from '../../src/experiment/index.ts';

describe('laws', () => {
  test('are read by name', () => {
    expect(parseLaw('gaussian')).toEqual({ kind: 'gaussian' });
    expect(parseLaw('uniform')).toEqual({ kind: 'uniform' });
    expect(parseLaw('discrete')).toEqual({ kind: 'discrete', values: [-1, 1] });
    expect(parseLaw('discrete:2:-1:1:-2')).toEqual({ kind: 'discrete', values: [-2, -1, 1, 2] });
    expect(parseLaw('discrete:-.5:5e-1')).toEqual({ kind: 'discrete', values: [-0.5, 0.5] });
  });

  test.each([
    ['discrete:-1:1:2', '2 has no counterpart -2'],
    ['discrete:1', '1 has no counterpart -1'],
    ['discrete:-1:0:1', '0 is not a kept weight'],
    ['discrete:-1:-0:1', '0 is not a kept weight'],
    ['discrete:-1:-1:1:1', 'listed twice'],
    ['discrete:', 'value 1 is not a number'],
    ['discrete:-1:x:1', 'value 2 is not a number'],
    ['discrete:-1:1:', 'value 3 is not a number'],
    ['discrete:-0x1:0x1', 'value 1 is not a number'],
    ['discrete:-Infinity:Infinity', 'value 1 is not a number'],
    ['discrete:-1e200:1e200', 'between 1e-100 and 1e+100'],
  ])('refuse %s', (text, why) => {
    expect(() => parseLaw(text)).toThrow(RangeError);
    expect(() => parseLaw(text)).toThrow(`got "${text}" (`);
    expect(() => parseLaw(text)).toThrow(why);
  });

  test('say what the names are', () => {
    expect(() => parseLaw('cauchy')).toThrow(
      /^law: expected gaussian, uniform, .*, low-rank:r, discrete or .*, got "cauchy"$/,
    );
    expect(() => parseLaw('Gaussian')).toThrow('got "Gaussian"');
  });
});

describe('activations', () => {
  test('are read by name', () => {
    for (const name of ['relu', 'abs', 'linear', 'hard-tanh', 'tanh', 'erf', 'sin'])
      expect(parseActivation(name)).toEqual({ name });
    expect(parseActivation('leaky-relu:0.1')).toEqual({ name: 'leaky-relu', slope: 0.1 });
    expect(parseActivation('leaky-relu:-1')).toEqual({ name: 'leaky-relu', slope: -1 });
  });

  test.each(['leaky-relu', 'leaky-relu:', 'leaky-relu:x', 'leaky-relu:NaN', 'leaky-relu:101'])(
    'refuse %s',
    (text) => {
      expect(() => parseActivation(text)).toThrow(
        `activation: expected leaky-relu:a with a number a in [-100, 100], got "${text}"`,
      );
    },
  );

  test('have one pre-activation', () => {
    expect(() => parseActivation('maxout:2')).toThrow(
      'activation: expected an activation of one pre-activation (maxout:k is for dense layers of experiments), got "maxout:2"',
    );
  });

  test('say what the names are', () => {
    expect(() => parseActivation('spline')).toThrow(
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu or soft-threshold:tau, got "spline"',
    );
  });
});
