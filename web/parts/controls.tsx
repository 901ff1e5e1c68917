/** Controls of the state: each shows a value and changes it, by pointer and by keyboard. */
import { expectedOf } from '../state/address.ts';
import { FIELDS, type FieldName, type NumberField, type State } from '../state/fields.ts';
import { change, field } from '../state/store.ts';

/** Whether the address hides a control, as lecturers do. */
export function hidden(name: string): boolean {
  return field('hide').split(',').includes(name);
}

type NumberName = { [N in FieldName]: State[N] extends number ? N : never }[FieldName];
type FlagName = { [N in FieldName]: State[N] extends boolean ? N : never }[FieldName];
type TextName = { [N in FieldName]: State[N] extends string ? N : never }[FieldName];

interface NumberProps {
  readonly name: NumberName;
  readonly label: string;
  /** End of the slider; the number beside it takes whatever the address takes. */
  readonly to: number;
  readonly from?: number;
  readonly step: number;
  /** What is shown where the state goes beyond what there is. */
  readonly most?: number;
}

/** A slider and a number. */
export function NumberControl({ name, label, from = 0, to, step, most = Infinity }: NumberProps) {
  if (hidden(name)) return null;
  const bounds = FIELDS[name] as NumberField;
  const value = Math.min(most, field(name));
  const set = (input: HTMLInputElement) => {
    const given = input.valueAsNumber;
    const fits =
      given >= bounds.least && given <= bounds.most && (!bounds.integer || Number.isInteger(given));
    input.setCustomValidity(fits ? '' : `expected ${expectedOf(bounds)}`);
    if (fits) change({ [name]: given });
  };
  return (
    <div class="control">
      <label for={`${name}-number`}>{label}</label>
      <input
        id={`${name}-slider`}
        aria-label={`${label}, slider`}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget)}
      />
      <input
        id={`${name}-number`}
        data-field={name}
        type="number"
        min={bounds.least}
        max={bounds.most}
        step={bounds.integer ? 1 : 'any'}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget)}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly name: TextName;
  readonly label: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
}

export function ChoiceControl({ name, label, choices }: ChoiceProps) {
  if (hidden(name)) return null;
  const value = field(name);
  const known = choices.some(([choice]) => choice === value);
  return (
    <div class="control">
      <label for={`${name}-choice`}>{label}</label>
      <select
        id={`${name}-choice`}
        data-field={name}
        value={value}
        onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
      >
        {known ? null : <option value={value}>{value}</option>}
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

export function TextControl({
  name,
  label,
}: {
  readonly name: 'digits' | 'weights';
  readonly label: string;
}) {
  if (hidden(name)) return null;
  const { form, expected } = FIELDS[name];
  const set = (input: HTMLInputElement) => {
    const fits = form.test(input.value);
    input.setCustomValidity(fits ? '' : `expected ${expected}`);
    if (fits) change({ [name]: input.value });
    else input.reportValidity();
  };
  return (
    <div class="control">
      <label for={`${name}-text`}>{label}</label>
      <input
        id={`${name}-text`}
        data-field={name}
        type="text"
        value={field(name)}
        onChange={({ currentTarget }) => set(currentTarget)}
      />
    </div>
  );
}

interface FlagProps {
  readonly name: FlagName;
  /** Its label. */
  readonly children: preact.ComponentChildren;
}

export function FlagControl({ name, children }: FlagProps) {
  if (hidden(name)) return null;
  return (
    <label class="check">
      <input
        type="checkbox"
        data-field={name}
        checked={field(name)}
        onChange={({ currentTarget }) => change({ [name]: currentTarget.checked })}
      />{' '}
      {children}
    </label>
  );
}
