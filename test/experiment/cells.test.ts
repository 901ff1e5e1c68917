import { describe, expect, test } from 'vitest';
import { expandCells, parseExperiment, withInputDim } from '../../src/experiment/index.ts';
import { widthsOf } from '../../src/network/index.ts';

const cells = (input: unknown) => expandCells(parseExperiment(input));

describe('the grid', () => {
  test('is one cell where nothing is swept', () => {
    const layer = {
      type: 'dense',
      width: 3,
      density: 1,
      weights: { kind: 'gaussian' },
      sigmaW: Math.SQRT2,
      biases: { kind: 'uniform' },
      sigmaB: 0,
      scaling: 'fan-in',
      activation: { name: 'leaky-relu', slope: 0.1 },
    };
    expect(cells({ width: 3, depth: 2, activation: 'leaky-relu:0.1', biases: 'uniform' })).toEqual([
      {
        parameters: {
          width: 3,
          density: 1,
          weights: 'gaussian',
          sigmaW: Math.SQRT2,
          sigmaB: 0,
          activation: 'leaky-relu:0.1',
        },
        network: { layers: [layer, layer] },
        inputDim: null,
      },
    ]);
  });

  test('takes values in the order listed, the last field fastest', () => {
    const grid = cells({
      activation: ['relu', 'abs'],
      sigmaB: [1, 0],
      sigmaW: [2, 1],
      weights: ['uniform', 'gaussian'],
      density: [1, 0.5],
      width: [20, 10],
    }).map(({ parameters: p }) => [p.width, p.density, p.weights, p.sigmaW, p.sigmaB, p.activation]);
    const expected = [];
    for (const width of [20, 10])
      for (const density of [1, 0.5])
        for (const weights of ['uniform', 'gaussian'])
          for (const sigmaW of [2, 1])
            for (const sigmaB of [1, 0])
              for (const activation of ['relu', 'abs'])
                expected.push([width, density, weights, sigmaW, sigmaB, activation]);
    expect(grid).toEqual(expected);
  });

  test('each cell of a width sweep has its own widths', () => {
    expect(cells({ width: [4, 2], depth: 3 }).map((cell) => widthsOf(cell.network))).toEqual([
      [4, 4, 4],
      [2, 2, 2],
    ]);
  });

  test('widths one by one are no parameter of the cell', () => {
    const [cell] = cells({ widths: [5, 4, 3] });
    expect(cell!.parameters).not.toHaveProperty('width');
    expect(widthsOf(cell!.network)).toEqual([5, 4, 3]);
  });
});

describe('the input dimension', () => {
  test('completes the network', () => {
    const [cell] = cells({ width: 5, depth: 1 });
    expect(withInputDim(cell!, 7)).toEqual({ ...cell!.network, inputDim: 7 });
    expect(withInputDim(cells({ inputDim: 7 })[0]!, 7).inputDim).toBe(7);
  });

  test('must be the one asked for', () => {
    const [cell] = cells({ inputDim: 5 });
    expect(() => withInputDim(cell!, 784)).toThrow(
      'inputDim: expected 784, the dimension of the endpoints, got 5',
    );
  });
});
