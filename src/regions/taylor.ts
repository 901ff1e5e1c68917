import { valueFault } from '../input/faults.ts';
import { type GivenLayer, SMOOTH_SYNTAX, type Taylor, taylorOf } from '../network/index.ts';

/** phi and two derivatives of every layer's activation. @throws RangeError where one has kinks. */
export function requireTaylor({
  layers,
}: {
  readonly layers: readonly Pick<GivenLayer, 'activation'>[];
}): readonly ((h: number) => Taylor)[] {
  return layers.map(({ activation }) => {
    const taylor = taylorOf(activation);
    if (taylor !== null) return taylor;
    throw valueFault('activation', `a smooth one (${SMOOTH_SYNTAX})`, activation.name);
  });
}
