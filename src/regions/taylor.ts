import type { GivenNetwork, Taylor } from '../network/index.ts';
import { taylorOf } from '../network/index.ts';

/** phi and two derivatives of every layer's activation. @throws RangeError where one has kinks. */
export function requireTaylor({ layers }: GivenNetwork): readonly ((h: number) => Taylor)[] {
  return layers.map(({ activation }) => {
    const taylor = taylorOf(activation);
    if (taylor !== null) return taylor;
    throw new RangeError(
      `activation: expected a smooth one (tanh, erf, sin or linear), got ${activation.name}`,
    );
  });
}
