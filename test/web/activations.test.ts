/** The page offers every activation of the library, each in a form that its views can show. */
import { expect, it } from 'vitest';
import { edgeOfChaos, meanField, parseExperiment } from '../../src/index.ts';
import { ACTIVATION_NAMES } from '../../src/network/activation.ts';
import { ACTIVATIONS, FIELDS } from '../../web/state/fields.ts';

it('the list of the page has every activation of the library, once', () => {
  const offered = ACTIVATIONS.map((text) => text.split(':')[0]!);
  expect([...offered].sort()).toEqual([...ACTIVATION_NAMES].sort());
});

it.each(ACTIVATIONS)(
  '%s is what the address and the library read, and the phase diagram shows',
  (activation) => {
    expect(activation).toMatch(FIELDS.activation.form);
    expect(parseExperiment({ width: 3, activation }).activation).toBe(activation);
    const law = { activation, sigmaW: 0.7, sigmaB: 0.3, density: 1 };
    const { qStar, chi1 } = meanField(law);
    // At so small weights every activation has a fixed length, the growing ones too, and the order that goes with it.
    expect(qStar).toBeGreaterThan(0);
    expect(chi1).toBeGreaterThan(0);
    const edge = edgeOfChaos(activation, { sigmaB: 0.3, density: 1 });
    expect(edge === null || edge.sigmaW > 0).toBe(true);
  },
);
