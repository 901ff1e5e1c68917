/** The guided tour: five steps, each of which sets the state. */
import { firstState, type State } from '../state/fields.ts';
import { change, field, go, state } from '../state/store.ts';
import { hidden } from './controls.tsx';

interface Step {
  readonly title: string;
  readonly text: string;
  readonly state: State;
}

const STEPS: readonly Step[] = [
  {
    title: 'What is a trajectory?',
    text: 'A circle of inputs goes through a network whose weights are drawn at random. Its image in a layer is a curve again, in as many dimensions as the layer has neurons; you see its first two principal components. Drag the picture to see the third.',
    state: { ...firstState('tangle'), sigmaW: 1.5, layer: 3 },
  },
  {
    title: 'Growth',
    text: 'The length of that image, measured over many networks, grows by the same factor in every layer. With σ_w = 2 it doubles every two layers, although the classical lower bound (dotted) falls.',
    state: firstState('growth'),
  },
  {
    title: 'Order and chaos',
    text: 'For tanh the plane of σ_w and σ_b has two phases. Left of the line nearby inputs come together, right of it they drift apart. Drag the point across the line, then look at Tangle.',
    state: firstState('phase'),
  },
  {
    title: 'Sparsity and the bound',
    text: 'Most weights are now zero: one in ten is kept. Lengths grow where density × σ_w² is above 2. Move the density and watch the estimates follow the exact value while the bound stays far below.',
    state: { ...firstState('growth'), density: 0.1, sigmaW: 5 },
  },
  {
    title: 'Regions',
    text: 'A ReLU network is piecewise linear. The picture shows its exact pieces in a plane of inputs: lines of the first layer are straight, those of deeper layers bend.',
    state: firstState('regions'),
  },
];

function show(step: number): void {
  const { theme, large, hide } = state.value;
  go({ ...STEPS[step - 1]!.state, theme, large, hide, tour: step });
}

export function Tour() {
  const tour = field('tour');
  if (hidden('tour')) return null;
  if (tour === 0) {
    return (
      <p class="tour closed">
        <button type="button" id="tour-start" onClick={() => show(1)}>
          Take the tour: five steps, one minute
        </button>
      </p>
    );
  }
  const { title, text } = STEPS[tour - 1]!;
  return (
    <section class="tour" aria-label="Tour">
      <h2>
        {tour} of {STEPS.length}: {title}
      </h2>
      <p aria-live="polite">{text}</p>
      <p>
        <button type="button" disabled={tour === 1} onClick={() => show(tour - 1)}>
          Back
        </button>
        <button type="button" id="tour-next" disabled={tour === STEPS.length} onClick={() => show(tour + 1)}>
          Next
        </button>
        <button type="button" id="tour-end" onClick={() => change({ tour: 0 })}>
          End
        </button>
      </p>
    </section>
  );
}
