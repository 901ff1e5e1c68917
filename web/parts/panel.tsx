/** The controls of the network and the curve, which all views share. */
import { ACTIVATIONS } from '../state/fields.ts';
import { change, field, state } from '../state/store.ts';
import { ChoiceControl, hidden, NumberControl, TextControl } from './controls.tsx';

const LAWS = ['gaussian', 'uniform', 'discrete', 'discrete:-2:-1:1:2'].map((law) => [law, law] as const);
const CURVES = [
  ['line', 'line'],
  ['arc', 'quarter circle'],
  ['circle', 'circle'],
  ['digits', 'line between two digits'],
  ['drawn', 'drawn'],
] as const;

export function Panel() {
  const regions = field('view') === 'regions';
  const phase = field('view') === 'phase';
  return (
    <form class="panel" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
      <ChoiceControl name="activation" label="Activation" choices={ACTIVATIONS.map((name) => [name, name])} />
      <NumberControl name="sigmaW" label="σ of weights, σ_w" to={5} step={0.01} />
      <NumberControl name="sigmaB" label="σ of biases, σ_b" to={3} step={0.01} />
      <NumberControl name="density" label="Density of weights" to={1} step={0.01} />
      {phase ? null : (
        <>
          <ChoiceControl name="weights" label="Distribution of weights" choices={LAWS} />
          {regions ? (
            <>
              <NumberControl name="cutWidth" label="Width" from={2} to={64} step={1} />
              <NumberControl name="cutDepth" label="Layers" from={1} to={8} step={1} />
            </>
          ) : (
            <>
              <NumberControl name="width" label="Width" from={2} to={500} step={1} />
              <NumberControl name="depth" label="Layers" from={1} to={30} step={1} />
              <ChoiceControl name="curve" label="Curve of inputs" choices={CURVES} />
              {field('curve') === 'digits' ? (
                <TextControl name="digits" label="Classes of the digits" />
              ) : null}
            </>
          )}
          <SeedControl />
        </>
      )}
    </form>
  );
}

function SeedControl() {
  if (hidden('seed')) return null;
  return (
    <div class="control">
      <label for="seed-number">Seed</label>
      <button type="button" id="new-network" onClick={() => change({ seed: state.value.seed + 1 })}>
        New network
      </button>
      <input
        id="seed-number"
        data-field="seed"
        type="number"
        min={0}
        step={1}
        value={field('seed')}
        onInput={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isSafeInteger(valueAsNumber) && valueAsNumber >= 0) change({ seed: valueAsNumber });
        }}
      />
    </div>
  );
}
