/** The one state of the page, kept in the address. */
import { computed, signal } from '@preact/signals';
import { formatAddress, inView, parseAddress } from './address.ts';
import { FIELDS, type FieldName, type State, type ViewName } from './fields.ts';

const opened = parseAddress(location.hash);

export const state = signal<State>(opened.state);
const values = Object.fromEntries(
  (Object.keys(FIELDS) as FieldName[]).map((name) => [name, computed(() => state.value[name])]),
);

/**
 * One field of the state. A part of the page that reads it is made again when it changes, not when others do.
 */
export function field<N extends FieldName>(name: N): State[N] {
  return values[name]!.value as State[N];
}

/** What the address said that was not understood. */
export const addressFaults = signal<readonly string[]>(opened.faults);

/** Address that the page itself has written last. */
let written = location.hash.slice(1);
let pending: ReturnType<typeof setTimeout> | undefined;

/** Browsers limit how often an address may change; a slider moves more often. */
const SETTLE_MS = 250;

function write(push: boolean): void {
  clearTimeout(pending);
  const hash = formatAddress(state.value);
  if (hash === written) return;
  written = hash;
  const url = `${location.pathname}${location.search}${hash === '' ? '' : `#${hash}`}`;
  if (push) history.pushState(null, '', url);
  else history.replaceState(null, '', url);
}

/** Changes some fields. Moves of a slider share one entry of the history. */
export function change(fields: Partial<State>): void {
  state.value = { ...state.value, ...fields };
  addressFaults.value = [];
  clearTimeout(pending);
  pending = setTimeout(() => write(true), SETTLE_MS);
}

/** Changes the whole state at once: a view, a step of the tour. */
export function go(next: State): void {
  write(true);
  state.value = next;
  addressFaults.value = [];
  write(true);
}

export function goToView(view: ViewName): void {
  go(inView(state.value, view));
}

addEventListener('hashchange', read);
addEventListener('popstate', read);

function read(): void {
  const hash = location.hash.slice(1);
  if (hash === written) return;
  clearTimeout(pending);
  written = hash;
  const { state: next, faults } = parseAddress(hash);
  state.value = next;
  addressFaults.value = faults;
}
