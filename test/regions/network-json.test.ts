/** Network files as text, for those who have no files. */
import { expect, it } from 'vitest';
import { givenNetwork, networkFromJson } from '../../src/index.ts';

it('is the network that the text says, with an activation for each layer that names one', () => {
  const text =
    '{"activation":"abs","layers":[{"weights":[[1,2],[3,4]],"biases":[5,6]},{"weights":[[1,1]],"activation":"linear"}]}';
  const layers = [
    {
      weights: [
        [1, 2],
        [3, 4],
      ],
      biases: [5, 6],
    },
    { weights: [[1, 1]], activation: 'linear' as const },
  ];
  expect(networkFromJson(text)).toEqual(givenNetwork(layers, 'abs'));
  expect(networkFromJson('{"layers":[{"weights":[[1]]}]}')).toEqual(
    givenNetwork([{ weights: [[1]] }], 'relu'),
  );
});

it.each([
  ['', 'JSON'],
  ['{"layers":[{"weights":[[1,2]],"bias":[1]}]}', 'biases'],
  ['{"layers":[{"weights":[[1,2]]},{"weights":[[1,2]]}]}', 'layer 2'],
  ['{"layers":[],"layers":[]}', 'each key once'],
])('refuses %s in one line', (text, words) => {
  expect(() => networkFromJson(text)).toThrow(words);
  expect(() => networkFromJson(text)).toThrow(/expected .+, got/);
});
