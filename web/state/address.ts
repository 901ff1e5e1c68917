/** The address and the state: the part behind # holds what differs from the first state of its view. */
import {
  FIELDS,
  type Field,
  type FieldName,
  firstState,
  type State,
  VIEWS,
  type ViewName,
} from './fields.ts';

export interface ParsedAddress {
  readonly state: State;
  /** One line for each part of the address that was not understood; its default stands instead. */
  readonly faults: readonly string[];
}

/** Reads the part of an address behind #. Any text gives a state. */
export function parseAddress(hash: string): ParsedAddress {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const faults: string[] = [];
  const asked = given.get('view') ?? VIEWS[0];
  const view = VIEWS.find((name) => name === asked);
  if (view === undefined) faults.push(fault('view', VIEWS.join(', '), asked));
  const state: Record<string, unknown> = { ...firstState(view ?? VIEWS[0]) };
  for (const [name, text] of given) {
    if (name === 'view') continue;
    const field: Field | undefined = Object.hasOwn(FIELDS, name) ? FIELDS[name as FieldName] : undefined;
    if (field === undefined) {
      faults.push(fault('address', 'names of controls', name));
      continue;
    }
    const value = read(field, text);
    if (value === undefined) faults.push(fault(name, expectedOf(field), text));
    else state[name] = value;
  }
  return { state: state as State, faults };
}

/** Writes a state: nothing where nothing was changed. `parseAddress` gives the same state. */
export function formatAddress(state: State): string {
  const first = firstState(state.view);
  const parts = new URLSearchParams();
  if (state.view !== VIEWS[0]) parts.set('view', state.view);
  for (const name of Object.keys(FIELDS) as FieldName[])
    if (state[name] !== first[name]) parts.set(name, String(state[name]));
  // Readable in an address bar: these need no escape behind #.
  return parts.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%3B', ';');
}

/** The state after a change of view: what was not changed in the old one takes the first value of the new. */
export function inView(state: State, view: ViewName): State {
  const [old, first] = [firstState(state.view), firstState(view)];
  const changed = Object.fromEntries(
    (Object.keys(FIELDS) as FieldName[])
      .filter((name) => state[name] !== old[name])
      .map((name) => [name, state[name]]),
  );
  return { ...first, ...changed, view };
}

function read(field: Field, text: string): string | number | boolean | undefined {
  switch (field.kind) {
    case 'choice':
      return field.choices.includes(text) ? text : undefined;
    case 'text':
      return text.length <= 2000 && field.form.test(text) ? text : undefined;
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number': {
      const value = /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      if (!(value >= field.least && value <= field.most)) return undefined;
      if (field.integer && !Number.isInteger(value)) return undefined;
      return value === 0 ? 0 : value;
    }
  }
}

/** What a field takes, in words. */
export function expectedOf(field: Field): string {
  switch (field.kind) {
    case 'choice':
      return field.choices.join(', ');
    case 'text':
      return field.expected;
    case 'flag':
      return 'true or false';
    case 'number':
      return `${field.integer ? 'an integer' : 'a number'} in ${field.least} … ${field.most}`;
  }
}

function fault(name: string, expected: string, got: string): string {
  return `${name}: expected ${expected}, got ${got.length > 40 ? `${got.slice(0, 40)}…` : got || 'nothing'}`;
}
