/** A pinned configuration inside the address: the fields of the network, separated by ~. */
import { parseAddress } from './address.ts';
import type { FieldName, State } from './fields.ts';

const PINNED = [
  'activation',
  'sigmaW',
  'sigmaB',
  'density',
  'weights',
  'width',
  'depth',
  'seed',
  'curve',
] as const satisfies readonly FieldName[];

export function pinOf(state: State): string {
  return PINNED.map((name) => String(state[name])).join('~');
}

/** The state with the pinned network; `null` without one, or where it is damaged. */
export function pinnedState(state: State): State | null {
  const parts = state.pin.split('~');
  if (parts.length !== PINNED.length) return null;
  const given = new URLSearchParams({
    view: state.view,
    ...Object.fromEntries(PINNED.map((name, i) => [name, parts[i]!])),
  });
  const { state: pinned, faults } = parseAddress(given.toString());
  if (faults.length > 0) return null;
  const fields = Object.fromEntries(PINNED.map((name) => [name, pinned[name]]));
  return { ...state, ...fields };
}

/** The same in words. */
export function pinText(state: State): string {
  const { activation, sigmaW, sigmaB, density, width } = state;
  return `${activation}, σ_w ${sigmaW}, σ_b ${sigmaB}, density ${density}, width ${width}`;
}
